import "server-only";
import { actorPrincipal } from "@/lib/access/actor-person";
import { ACCOUNT_ROLE_PERMISSIONS } from "@/lib/access/permissions";
import type { TenantContext } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { holdsPermission } from "../holds-permission";
import { permissionsOf } from "../permissions-of";
import { rankOf } from "../rank-of";

/** What counts for a grant; with `Now`, what counts at this moment only, to say why it does not do. */
export type Grantor = {
  rank: number;
  rankNow: number;
  holds: (permission: string) => boolean;
  holdsNow: (permission: string) => boolean;
};

/**
 * What an actor may hand on until a time, null for good: what they hold now and by roles that last as long, else a role
 * for an hour makes itself one for ever. Read inside the transaction of the grant: rights that were taken away while
 * the request waited for its turn no longer count. A key's scopes count, the system may hand on everything.
 */
export async function grantorOf(tx: TenantTx, ctx: TenantContext, until: Date | null): Promise<Grantor> {
  const [actor, tenantId] = [actorPrincipal(ctx.actor), ctx.tenant.id];
  if (actor === null) return { rank: 100, rankNow: 100, holds: () => true, holdsNow: () => true };
  const lasting = await permissionsOf(tx, tenantId, actor, until);
  const rank = await rankOf(tx, tenantId, actor, until);
  const rankNow = await rankOf(tx, tenantId, actor);
  const byAccount: readonly string[] = ctx.accountRole ? ACCOUNT_ROLE_PERMISSIONS[ctx.accountRole] : [];
  const holdsNow = (permission: string) => holdsPermission(ctx, permission);
  return {
    rank,
    rankNow,
    holdsNow,
    holds: (permission) =>
      holdsNow(permission) && (lasting.has(permission) || byAccount.includes(permission)),
  };
}

/**
 * Nobody hands on what they lack, nor for longer than they have it.
 * @throws PermissionError reasons grants_more_than_held, grants_longer_than_held
 */
export function assertHolds(grantor: Grantor, permissions: readonly string[]): void {
  const missing = permissions.find((permission) => !grantor.holds(permission));
  if (!missing) return;
  const reason = grantor.holdsNow(missing) ? "grants_longer_than_held" : "grants_more_than_held";
  throw new PermissionError(missing, { reason });
}

/**
 * Nor a rank above their own.
 * @throws PermissionError reasons higher_rank, grants_longer_than_held
 */
export function assertRank(grantor: Grantor, rank: number): void {
  if (rank <= grantor.rank) return;
  const reason = rank <= grantor.rankNow ? "grants_longer_than_held" : "higher_rank";
  throw new PermissionError("members:update", { reason });
}
