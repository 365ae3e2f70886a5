import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { PermissionError, ValidationError } from "@/lib/core/errors";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { grantorOf } from "./grants/grantor-of";
import { rolePermissions } from "./role-permissions";

export type FoundRole = { id: string; key: string; name: string; rank: number };

/**
 * The tenant's role of this key, when the actor may hand it out: nobody grants a permission they lack, nor a role
 * above their own. A key's scopes count.
 * @throws ValidationError unknown_role
 * @throws PermissionError reason grants_more_than_held, higher_rank
 */
export async function findGrantableRole(tx: TenantTx, ctx: TenantContext, key: string): Promise<FoundRole> {
  const role = await tx.role.findUnique({
    where: { tenantId_key: { tenantId: ctx.tenant.id, key } },
    select: { id: true, key: true, name: true, rank: true },
  });
  if (!role) {
    throw new ValidationError([{ path: "role", code: "unknown_role", message: `There is no role ${key}.` }]);
  }
  const grantor = await grantorOf(tx, ctx);
  const missing = (await rolePermissions(tx, ctx.tenant.id, role.id)).find((held) => !grantor.holds(held));
  if (missing) throw new PermissionError(missing, { reason: "grants_more_than_held" });
  if (grantor.rank < role.rank) throw new PermissionError("members:update", { reason: "higher_rank" });
  return role;
}
