import "server-only";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { RoleContents } from "./effective-permissions";

/** What each of the named roles allows and takes away, by the role's id. */
export async function roleContents(
  tx: TenantTx,
  tenantId: string,
  roleIds: readonly string[],
): Promise<Map<string, RoleContents>> {
  const rows = await tx.$queryRaw<{ id: string; allowed: string[]; denied: string[] }[]>`
    select r.id::text,
      array(select s.permission_key::text from shared.system_role_permissions s where s.role_key = r.system_key
        union all select p.permission_key::text from shared.role_permissions p
        where p.tenant_id = r.tenant_id and p.role_id = r.id and p.effect = 'allow' and r.system_key is null
        order by 1) as allowed,
      array(select p.permission_key::text from shared.role_permissions p
        where p.tenant_id = r.tenant_id and p.role_id = r.id and p.effect = 'deny' and r.system_key is null
        order by 1) as denied
    from shared.roles r where r.tenant_id = ${tenantId}::uuid and r.id = any(${[...roleIds]}::uuid[])`;
  return new Map(rows.map(({ id, allowed, denied }) => [id, { allowed, denied }]));
}
