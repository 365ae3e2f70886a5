import "server-only";
import { queryTenant } from "@/lib/tenancy/query-tenant";

export type TenantGrants = { status: string; permissions: string[]; roles: string[] };

/** Union of the roles that a person holds, themselves or through teams; deny wins. Built-in roles take their permissions from the shared table. */
const GRANTS = `
  with bound as (
    select r.id, r.key, r.system_key from shared.held_bindings($1, 'user', $2) b
    join shared.roles r on r.tenant_id = $1 and r.id = b.role_id
  ), granted as (
    select s.permission_key, 'allow' as effect from bound join shared.system_role_permissions s on s.role_key = bound.system_key
    union all
    select p.permission_key, p.effect from bound
    join shared.role_permissions p on p.tenant_id = $1 and p.role_id = bound.id where bound.system_key is null
  )
  select m.status,
    array(select g.permission_key::text from granted g group by g.permission_key having bool_and(g.effect = 'allow')) as permissions,
    array(select distinct b.key::text from bound b) as roles
  from shared.memberships m where m.tenant_id = $1 and m.user_id = $2`;

/** What a member may do by role, or null for somebody who is no member. Read on every request, never cached. */
export async function tenantPermissions(tenantId: string, userId: string): Promise<TenantGrants | null> {
  const rows = await queryTenant<TenantGrants>(
    { tenantId, userId },
    { name: "tenant-grants", text: GRANTS, values: [tenantId, userId] },
  );
  return rows[0] ?? null;
}
