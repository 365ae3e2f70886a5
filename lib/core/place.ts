import * as z from "zod";

/** What an address tells of where somebody sat: a country (ISO 3166-1, two letters), a network of their own, or nothing. */
export const place = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("country"), country: z.string() }),
  z.object({ kind: z.literal("local") }),
  z.object({ kind: z.literal("unknown") }),
]);
export type Place = z.infer<typeof place>;
