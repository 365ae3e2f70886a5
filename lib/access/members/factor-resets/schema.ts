import * as z from "zod";

export const factorResetInput = z.strictObject({ reason: z.string().trim().min(5).max(1000) });
export type FactorResetInput = z.infer<typeof factorResetInput>;
export const factorResetDto = z.object({ sessions_ended: z.int() });
export type FactorResetDto = z.infer<typeof factorResetDto>;

/** Somebody who asks for it, as the members page shows them. */
export type FactorResetRequest = { id: string; name: string; email: string; asked_at: string };
