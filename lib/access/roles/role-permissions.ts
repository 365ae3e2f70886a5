import "server-only";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

/** What one role of the tenant allows: built-in ones from the shared table, others from their own rows, deny wins. */
export async function rolePermissions(tx: TenantTx, tenantId: string, roleId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ key: string }[]>`
    select s.permission_key::text as key from shared.roles r
    join shared.system_role_permissions s on s.role_key = r.system_key
    where r.tenant_id = ${tenantId}::uuid and r.id = ${roleId}::uuid
    union
    select p.permission_key::text from shared.roles r
    join shared.role_permissions p on p.tenant_id = r.tenant_id and p.role_id = r.id
    where r.tenant_id = ${tenantId}::uuid and r.id = ${roleId}::uuid and r.system_key is null and p.effect = 'allow'`;
  return rows.map((row) => row.key);
}
