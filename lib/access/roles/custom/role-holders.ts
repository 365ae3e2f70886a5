import "server-only";
import type { Principal } from "@/lib/access/actor-person";
import { effectivePermissions, type RoleContents } from "@/lib/access/roles/grants/effective-permissions";
import type { Grantor } from "@/lib/access/roles/grants/grantor-of";
import { roleContents } from "@/lib/access/roles/grants/role-contents";
import { holdersOfRole } from "@/lib/access/roles/holders-of-role";
import { permissionsOf } from "@/lib/access/roles/permissions-of";
import { PermissionError } from "@/lib/core/errors";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { readKeyHolders } from "./key-holders";

const NOTHING: RoleContents = { allowed: [], denied: [] };

/** A person (also through a team), service account or key that holds a role now; `rank` is that of their strongest role. */
export type Holding = {
  user_id: string;
  name: string;
  email: string;
  rank: number;
  role_ids: string[];
  /** Whose rights cut what a key may do; only keys have it. */
  owner?: Principal;
};
export type Difference = { gains: string[]; loses: string[] };

export async function readHolders(tx: TenantTx, tenantId: string, roleId: string): Promise<Holding[]> {
  const holders = await tx.$queryRaw<Holding[]>`
    select m.user_id::text, trim(m.first_name || ' ' || m.last_name) as name, m.email::text, held.rank, held.role_ids
    from shared.memberships m cross join lateral (
      select coalesce(max(r.rank), 0)::int as rank, array_agg(distinct r.id::text) as role_ids
      from shared.held_bindings(m.tenant_id, 'user', m.user_id) x
      join shared.roles r on r.tenant_id = m.tenant_id and r.id = x.role_id) held
    where m.tenant_id = ${tenantId}::uuid and m.status <> 'removed'
      and m.user_id = any(array(${holdersOfRole(tenantId, Prisma.sql`r.id = ${roleId}::uuid`)}))
    union all
    select a.id::text, a.name::text, '', held.rank, held.role_ids
    from shared.service_accounts a cross join lateral (
      select coalesce(max(r.rank), 0)::int as rank, array_agg(r.id::text) as role_ids
      from shared.role_bindings x join shared.roles r on r.tenant_id = x.tenant_id and r.id = x.role_id
      where x.tenant_id = a.tenant_id and x.subject_type = 'service_account' and x.subject_id = a.id
        and (x.expires_at is null or x.expires_at > now())) held
    where a.tenant_id = ${tenantId}::uuid and a.status <> 'deleted' and ${roleId} = any(held.role_ids)
    order by 2, 3`;
  return [...holders, ...(await readKeyHolders(tx, tenantId, roleId))];
}

/** What each holder would gain and lose when the role became `next`, their other roles taken into account. */
export async function differencesOf(
  tx: TenantTx,
  tenantId: string,
  role: { id: string; next: RoleContents },
  holders: readonly Holding[],
): Promise<(Holding & Difference)[]> {
  const before = await roleContents(tx, tenantId, [...new Set(holders.flatMap((one) => one.role_ids))]);
  const after = new Map(before).set(role.id, role.next);
  const held = (ids: string[], known: Map<string, RoleContents>) =>
    effectivePermissions(ids.map((id) => known.get(id) ?? NOTHING));
  const found: (Holding & Difference)[] = [];
  // Keys come after their owners, whose own gains count for them.
  for (const holder of holders) {
    const [was, is] = [held(holder.role_ids, before), held(holder.role_ids, after)];
    const difference = { gains: minus([...is], [...was]), loses: minus([...was], [...is]) };
    if (!holder.owner) found.push({ ...holder, ...difference });
    else {
      const now = await permissionsOf(tx, tenantId, holder.owner);
      const owner = found.find(({ user_id: id }) => id === holder.owner?.id);
      found.push({
        ...holder,
        gains: difference.gains.filter((key) => now.has(key) || owner?.gains.includes(key)),
        loses: difference.loses.filter((key) => now.has(key)),
      });
    }
  }
  return found;
}

/**
 * A low role may lie on a high-ranked person: nobody changes through it what they may do.
 * @throws PermissionError reason role_reaches_higher
 */
export async function assertReachesNobodyHigher(
  tx: TenantTx,
  tenantId: string,
  grantor: Grantor,
  role: { id: string; next: RoleContents },
): Promise<void> {
  const higher = (await readHolders(tx, tenantId, role.id)).filter(({ rank }) => rank > grantor.rank);
  if (higher.length === 0) return;
  const reaches = (await differencesOf(tx, tenantId, role, higher)).some(
    ({ gains, loses }) => gains.length + loses.length > 0,
  );
  if (reaches) throw new PermissionError("roles:manage", { reason: "role_reaches_higher" });
}

export function minus(some: readonly string[], others: readonly string[]): string[] {
  return [...new Set(some)].filter((key) => !others.includes(key)).sort();
}
