import * as z from "zod";

/** What a provisioning operation remembers of the request that started it. */
export const provisioningInput = z.object({
  tenantId: z.uuid(),
  accountId: z.uuid(),
  cell: z.string().default("main"),
  name: z.string(),
  slug: z.string(),
  locale: z.enum(["en", "nl"]),
  timeZone: z.string(),
  founder: z.object({ userId: z.uuid(), sessionId: z.uuid(), email: z.string(), name: z.string() }),
  /** Language of the founder, for the mail. */
  mailLocale: z.enum(["en", "nl"]),
  request: z.object({ requestId: z.string(), ip: z.string().nullable(), userAgent: z.string().nullable() }),
});
export type ProvisioningInput = z.output<typeof provisioningInput>;
