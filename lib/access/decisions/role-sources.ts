import "server-only";
import type { Principal } from "@/lib/access/actor-person";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { Explanation } from "./schema";

type Row = {
  role: string;
  name: string;
  effect: "allow" | "deny" | "none";
  expires_at: Date | null;
  source: string;
  team: { id: string; name: string } | null;
  from: { id: string; name: string } | null;
};

/** Each role that a person, also through a team, or a service account holds now, with what it says of a permission; those that say something first. */
export async function roleSources(
  tenantId: string,
  holder: Principal,
  permission: string,
): Promise<Explanation["roles"]> {
  const rows = await withTenant(
    { tenantId },
    (tx) => tx.$queryRaw<Row[]>`
      select s.role, s.name, s.effect, s.expires_at, s.source, s.team, s."from" from (
      select r.key::text as role, r.name::text, b.expires_at, b.source::text, r.rank,
        case when e.id is not null then json_build_object('id', e.id, 'name', e.name) end as team,
        case when t.id <> e.id then json_build_object('id', t.id, 'name', t.name) end as "from",
        case when exists (select 1 from shared.system_role_permissions s
            where s.role_key = r.system_key and s.permission_key = ${permission}) then 'allow'
          when r.system_key is null then coalesce((select p.effect::text from shared.role_permissions p
            where p.tenant_id = r.tenant_id and p.role_id = r.id and p.permission_key = ${permission}), 'none')
          else 'none' end as effect
      from shared.held_bindings(${tenantId}::uuid, ${holder.type}, ${holder.id}::uuid) b
      join shared.roles r on r.tenant_id = ${tenantId}::uuid and r.id = b.role_id
      left join shared.teams e on e.tenant_id = ${tenantId}::uuid and e.id = b.entry_id
      left join shared.teams t on t.tenant_id = ${tenantId}::uuid and t.id = b.team_id
      ) s order by s.effect = 'none', s.rank desc, s.role`,
  );
  return rows.map((row) => ({ ...row, expires_at: row.expires_at?.toISOString() ?? null }));
}
