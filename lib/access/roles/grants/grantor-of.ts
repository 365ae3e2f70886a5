import "server-only";
import { actorPrincipal } from "@/lib/access/actor-person";
import { ACCOUNT_ROLE_PERMISSIONS } from "@/lib/access/permissions";
import type { TenantContext } from "@/lib/core/context";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { holdsPermission } from "../holds-permission";
import { permissionsOf } from "../permissions-of";
import { rankOf } from "../rank-of";

export type Grantor = { rank: number; holds: (permission: string) => boolean };

/**
 * What an actor may hand on now, read inside the transaction of the grant: rights that were taken away while the
 * request waited for its turn no longer count. A key's scopes count, the system may hand on everything.
 */
export async function grantorOf(tx: TenantTx, ctx: TenantContext): Promise<Grantor> {
  const actor = actorPrincipal(ctx.actor);
  if (actor === null) return { rank: 100, holds: () => true };
  const [held, rank] = [
    await permissionsOf(tx, ctx.tenant.id, actor),
    await rankOf(tx, ctx.tenant.id, actor),
  ];
  const byAccount: readonly string[] = ctx.accountRole ? ACCOUNT_ROLE_PERMISSIONS[ctx.accountRole] : [];
  return {
    rank,
    holds: (permission) =>
      holdsPermission(ctx, permission) && (held.has(permission) || byAccount.includes(permission)),
  };
}
