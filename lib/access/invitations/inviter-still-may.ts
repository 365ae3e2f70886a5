import "server-only";
import { permissionsOf } from "@/lib/access/roles/permissions-of";
import { rankOf } from "@/lib/access/roles/rank-of";
import { rolePermissions } from "@/lib/access/roles/role-permissions";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

type Offer = { invitedBy: string; role: { id: string; rank: number } };

/** True while the inviter may still invite, holds everything that the role gives, and stands no lower. */
export async function inviterStillMay(tx: TenantTx, tenantId: string, row: Offer): Promise<boolean> {
  const held = await permissionsOf(tx, tenantId, { type: "user", id: row.invitedBy });
  const offered = await rolePermissions(tx, tenantId, row.role.id);
  if (!held.has("members:invite") || !offered.every((permission) => held.has(permission))) return false;
  return (await rankOf(tx, tenantId, { type: "user", id: row.invitedBy })) >= row.role.rank;
}
