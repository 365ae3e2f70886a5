import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { ValidationError } from "@/lib/core/errors";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { assertHolds, assertRank, grantorOf } from "./grants/grantor-of";
import { rolePermissions } from "./role-permissions";

export type FoundRole = { id: string; key: string; name: string; rank: number };

/**
 * The tenant's role of this key, when the actor may hand it out for good: nobody grants a permission they lack, nor
 * a role above their own, and what they hold until a time is not theirs to grant so. A key's scopes count.
 * @throws ValidationError unknown_role
 * @throws PermissionError reasons grants_more_than_held, grants_longer_than_held, higher_rank
 */
export async function findGrantableRole(tx: TenantTx, ctx: TenantContext, key: string): Promise<FoundRole> {
  const role = await tx.role.findUnique({
    where: { tenantId_key: { tenantId: ctx.tenant.id, key } },
    select: { id: true, key: true, name: true, rank: true },
  });
  if (!role) {
    throw new ValidationError([{ path: "role", code: "unknown_role", message: `There is no role ${key}.` }]);
  }
  const grantor = await grantorOf(tx, ctx, null);
  assertHolds(grantor, await rolePermissions(tx, ctx.tenant.id, role.id));
  assertRank(grantor, role.rank);
  return role;
}
