import "server-only";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

/** What a person may do by role in the tenant, read inside a transaction. Account roles are not counted. */
export async function permissionsOfUser(
  tx: TenantTx,
  tenantId: string,
  userId: string,
): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ key: string }[]>`
    with bound as (
      select r.id, r.system_key from shared.memberships m
      join shared.role_bindings b on b.tenant_id = m.tenant_id and b.subject_type = 'user' and b.subject_id = m.user_id
        and (b.expires_at is null or b.expires_at > now())
      join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id
      where m.tenant_id = ${tenantId}::uuid and m.user_id = ${userId}::uuid and m.status = 'active'
    ), granted as (
      select s.permission_key, 'allow' as effect from bound
      join shared.system_role_permissions s on s.role_key = bound.system_key
      union all
      select p.permission_key, p.effect from bound
      join shared.role_permissions p on p.tenant_id = ${tenantId}::uuid and p.role_id = bound.id
      where bound.system_key is null
    )
    select permission_key::text as key from granted group by permission_key having bool_and(effect = 'allow')`;
  return new Set(rows.map((row) => row.key));
}
