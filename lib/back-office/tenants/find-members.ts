import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { AdminTenantDetailDto } from "./schema";

const MEMBERS_SHOWN = 50;

type Row = {
  id: string;
  name: string;
  email: string;
  status: string;
  roles: string[];
  joined_at: Date;
  total: number;
};

/** The people of a tenant, those with the most rights first; at most 50, and how many there are. */
export async function findMembers(tx: SystemTx, tenantId: string): Promise<AdminTenantDetailDto["members"]> {
  const rows = await tx.$queryRaw<Row[]>`
    select m.user_id::text as id, trim(m.first_name || ' ' || m.last_name) as name, m.email::text, m.status::text,
      m.joined_at, g.roles, count(*) over ()::int as total
    from shared.memberships m
    cross join lateral (
      select coalesce(array_agg(h.key order by h.rank desc, h.key), '{}') as roles, coalesce(max(h.rank), 0) as rank
      from (select distinct r.key::text as key, r.rank from shared.held_bindings(m.tenant_id, 'user', m.user_id) b
        join shared.roles r on r.tenant_id = m.tenant_id and r.id = b.role_id) h
    ) g
    where m.tenant_id = ${tenantId}::uuid and m.status <> 'removed'
    order by g.rank desc, m.joined_at, m.user_id limit ${MEMBERS_SHOWN}`;
  const shown = rows.map(({ total, joined_at, ...row }) => ({ ...row, joined_at: joined_at.toISOString() }));
  return { total: rows[0]?.total ?? 0, shown };
}
