import "server-only";
import type { Principal } from "@/lib/access/actor-person";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

/**
 * What a person, also through teams, or a service account may do by role in the tenant, read inside a transaction; nothing
 * while they are not active. `until` asks what of it lasts that long; null, what has no end. Account roles are not counted.
 */
export async function permissionsOf(
  tx: TenantTx,
  tenantId: string,
  { type, id }: Principal,
  until?: Date | null,
): Promise<Set<string>> {
  // What is denied now counts as denied throughout, also when the denial ends first.
  const rows = await tx.$queryRaw<{ key: string }[]>`
    with holder as (
      select m.user_id as id from shared.memberships m
      where ${type} = 'user' and m.tenant_id = ${tenantId}::uuid and m.user_id = ${id}::uuid and m.status = 'active'
      union all
      select s.id from shared.service_accounts s
      where ${type} = 'service_account' and s.tenant_id = ${tenantId}::uuid and s.id = ${id}::uuid and s.status = 'active'
    ), bound as (
      select r.id, r.system_key, coalesce(b.expires_at, 'infinity') >= ${lastingTo(until)}::timestamptz as lasts from holder
      cross join lateral shared.held_bindings(${tenantId}::uuid, ${type}, holder.id) b
      join shared.roles r on r.tenant_id = ${tenantId}::uuid and r.id = b.role_id
    ), granted as (
      select s.permission_key, 'allow' as effect, bound.lasts from bound
      join shared.system_role_permissions s on s.role_key = bound.system_key
      union all
      select p.permission_key, p.effect, bound.lasts from bound
      join shared.role_permissions p on p.tenant_id = ${tenantId}::uuid and p.role_id = bound.id
      where bound.system_key is null
    )
    select permission_key::text as key from granted group by permission_key
    having bool_and(effect = 'allow') and bool_or(lasts)`;
  return new Set(rows.map((row) => row.key));
}

/** For SQL: the time that a binding has to reach. Any live one reaches the past, one without an end reaches infinity. */
export function lastingTo(until: Date | null | undefined): string {
  if (until === undefined) return "-infinity";
  return until === null ? "infinity" : until.toISOString();
}
