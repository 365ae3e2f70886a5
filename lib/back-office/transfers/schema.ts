import * as z from "zod";
import { slugSchema } from "@/lib/lifecycle/slugs/schema";

export const cloneInput = z.strictObject({
  slug: slugSchema,
  name: z.string().trim().min(1).max(100),
});
export type CloneInput = z.input<typeof cloneInput>;

export const moveInput = z.strictObject({ cell: z.string().regex(/^[a-z][a-z0-9-]{0,29}$/) });
export type MoveInput = z.input<typeof moveInput>;

/** The worker does it; the tenant's events tell how it ended. */
export const transferDto = z.object({ id: z.uuid(), state: z.literal("accepted") }).meta({ id: "Transfer" });
export type TransferDto = z.output<typeof transferDto>;

/** What the worker is handed. */
export const transferJob = z.object({
  kind: z.enum(["clone", "move"]),
  tenantId: z.uuid(),
  slug: z.string().optional(),
  name: z.string().optional(),
  cell: z.string().optional(),
  staff: z.object({ userId: z.uuid(), sessionId: z.uuid(), email: z.string(), name: z.string() }),
  request: z.object({ requestId: z.string(), ip: z.string().nullable(), userAgent: z.string().nullable() }),
});
export type TransferJob = z.output<typeof transferJob>;
