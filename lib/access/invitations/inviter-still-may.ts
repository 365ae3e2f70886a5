import "server-only";
import { permissionsOf } from "@/lib/access/roles/permissions-of";
import { rankOf } from "@/lib/access/roles/rank-of";
import { rolePermissions } from "@/lib/access/roles/role-permissions";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

type Offer = { invitedBy: string; role: { id: string; rank: number } };

/** True while the inviter may still invite, holds for good what the role gives, and stands no lower. */
export async function inviterStillMay(tx: TenantTx, tenantId: string, row: Offer): Promise<boolean> {
  const inviter = { type: "user", id: row.invitedBy } as const;
  if (!(await permissionsOf(tx, tenantId, inviter)).has("members:invite")) return false;
  const held = await permissionsOf(tx, tenantId, inviter, null);
  const offered = await rolePermissions(tx, tenantId, row.role.id);
  if (!offered.every((permission) => held.has(permission))) return false;
  return (await rankOf(tx, tenantId, inviter, null)) >= row.role.rank;
}
