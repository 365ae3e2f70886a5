import * as z from "zod";

export const seatsDto = z.object({
  members: z.number().int().meta({ description: "Active and deactivated members." }),
  pending: z.number().int().meta({ description: "Invitations that can still be accepted." }),
  used: z.number().int(),
  limit: z.number().int().nullable().meta({ description: "null: unlimited." }),
  available: z.number().int().nullable(),
});
export type SeatsDto = z.infer<typeof seatsDto>;
