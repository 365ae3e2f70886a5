import "server-only";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { Explanation } from "./schema";

type Row = {
  role: string;
  name: string;
  effect: "allow" | "deny" | "none";
  expires_at: Date | null;
  source: string;
};

/** Each role that a person or a service account holds now, with what it says of a permission; those that say something first. */
export async function roleSources(
  tenantId: string,
  holderId: string,
  permission: string,
): Promise<Explanation["roles"]> {
  const rows = await withTenant(
    { tenantId },
    (tx) => tx.$queryRaw<Row[]>`
      select s.role, s.name, s.effect, s.expires_at, s.source from (
      select r.key::text as role, r.name::text, b.expires_at, b.source::text, r.rank,
        case when exists (select 1 from shared.system_role_permissions s
            where s.role_key = r.system_key and s.permission_key = ${permission}) then 'allow'
          when r.system_key is null then coalesce((select p.effect::text from shared.role_permissions p
            where p.tenant_id = r.tenant_id and p.role_id = r.id and p.permission_key = ${permission}), 'none')
          else 'none' end as effect
      from shared.role_bindings b join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id
      where b.tenant_id = ${tenantId}::uuid and b.subject_type in ('user', 'service_account') and b.subject_id = ${holderId}::uuid
        and (b.expires_at is null or b.expires_at > now())
      ) s order by s.effect = 'none', s.rank desc, s.role`,
  );
  return rows.map((row) => ({ ...row, expires_at: row.expires_at?.toISOString() ?? null }));
}
