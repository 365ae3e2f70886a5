import * as z from "zod";
import { PLAN_KEYS } from "@/lib/entitlements/catalogue";

const cellName = z.string().regex(/^[a-z][a-z0-9-]{0,29}$/);
const reason = z.string().trim().min(5).max(500);

export const cellParams = z.strictObject({ name: cellName });

export const cellDto = z.object({
  name: z.string(),
  /** False: this installation's configuration no longer names it. */
  configured: z.boolean(),
  reachable: z.boolean(),
  unreachable_since: z.iso.datetime().nullable(),
  accepts_new: z.boolean(),
  /** Only accounts and plans that are placed here. */
  dedicated: z.boolean(),
  plans: z.array(z.string()),
  max_tenants: z.int(),
  placed: z.int(),
});
export type CellDto = z.output<typeof cellDto>;

export const cellList = z.object({ data: z.array(cellDto) });
export type CellList = z.output<typeof cellList>;

export const cellInput = z
  .strictObject({
    accepts_new: z.boolean().optional(),
    dedicated: z.boolean().optional(),
    plans: z.array(z.enum(PLAN_KEYS)).max(10).optional(),
    max_tenants: z.number().int().min(0).max(100_000).optional(),
    reason,
  })
  .refine((input) => Object.keys(input).length > 1, "Name a change.");
export type CellInput = z.input<typeof cellInput>;

export const placementInput = z.strictObject({
  cell: cellName.nullable().meta({ description: "Cell of the account's new workspaces; null: by load." }),
  reason,
});
export type PlacementInput = z.input<typeof placementInput>;

export const placementDto = z.object({ account_id: z.uuid(), cell: z.string().nullable() });
export type PlacementDto = z.output<typeof placementDto>;
