import * as z from "zod";

export const MAX_KEPT = 500;

/** The owner's choice; what is not named comes after it, the oldest first. */
export const keepInput = z.strictObject({ tenant_ids: z.array(z.uuid()).max(MAX_KEPT) });
export type KeepInput = z.input<typeof keepInput>;

export const ownedTenantDto = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  status: z.string(),
  /** Chosen by the owner. */
  kept: z.boolean(),
  created_at: z.iso.datetime(),
});
export type OwnedTenantDto = z.output<typeof ownedTenantDto>;

/** The workspaces of the account that this person owns, and how many its plan keeps open. */
export const ownedTenantsDto = z.object({
  data: z.array(ownedTenantDto),
  /** null: unlimited. */
  limit: z.int().nullable(),
});
export type OwnedTenantsDto = z.output<typeof ownedTenantsDto>;
