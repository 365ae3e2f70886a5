import "server-only";
import { NotFoundError } from "@/lib/core/errors";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import type { RawReader } from "@/lib/tenancy/query-tenant";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { MemberDto, MemberStatus } from "./schema";

export type MemberRow = {
  user_id: string;
  email: string;
  first_name: string;
  last_name: string;
  status: MemberStatus;
  source: string;
  joined_at: Date;
  last_active_at: Date | null;
  roles: string[];
  bindings: { role_id: string; role: string; rank: number; expires_at: string | null; source: string }[];
  team_bindings: TeamBinding[];
  /** Of the strongest role, one of a team's among them. */
  rank: number;
};

/** A role that somebody holds through a team: as its member, `from` a team above where that hands it down. */
type TeamBinding = {
  role_id: string;
  role: string;
  rank: number;
  expires_at: string | null;
  team: { id: string; name: string };
  from: { id: string; name: string } | null;
};

/** Members with their roles, newest first; `where` narrows `m` (the membership) and `g` (its roles). */
export function selectMembers(
  reader: RawReader,
  tenantId: string,
  where: Prisma.Sql,
  limit: number,
): Promise<MemberRow[]> {
  return reader.$queryRaw<MemberRow[]>`
    select m.user_id::text, m.email::text, m.first_name::text, m.last_name::text, m.status::text, m.source::text,
      m.joined_at, a.last_opened_at as last_active_at, g.roles, g.bindings, g.team_bindings, g.rank
    from shared.memberships m
    cross join lateral (
      select coalesce(array_agg(r.key::text order by r.rank desc, r.key) filter (where b.team_id is null), '{}') as roles,
        coalesce(json_agg(json_build_object('role_id', r.id, 'role', r.key, 'rank', r.rank, 'expires_at', b.expires_at,
          'source', b.source) order by r.rank desc, r.key) filter (where b.team_id is null), '[]') as bindings,
        coalesce(json_agg(json_build_object('role_id', r.id, 'role', r.key, 'rank', r.rank, 'expires_at', b.expires_at,
          'team', json_build_object('id', e.id, 'name', e.name),
          'from', case when b.team_id <> b.entry_id then json_build_object('id', t.id, 'name', t.name) end)
          order by r.rank desc, r.key, lower(e.name)) filter (where b.team_id is not null), '[]') as team_bindings,
        coalesce(max(r.rank), 0)::int as rank
      from shared.held_bindings(m.tenant_id, 'user', m.user_id) b
      join shared.roles r on r.tenant_id = m.tenant_id and r.id = b.role_id
      left join shared.teams e on e.tenant_id = m.tenant_id and e.id = b.entry_id
      left join shared.teams t on t.tenant_id = m.tenant_id and t.id = b.team_id
    ) g
    left join platform.member_activity() a on a.user_id = m.user_id
    where m.tenant_id = ${tenantId}::uuid and m.status <> 'removed' and ${where}
    order by m.joined_at desc, m.user_id desc limit ${limit}`;
}

/**
 * One member, their row locked until the transaction ends.
 * @throws NotFoundError
 */
export async function lockMember(tx: TenantTx, tenantId: string, userId: string): Promise<MemberRow> {
  await tx.$queryRaw`select 1 as one from shared.memberships
    where tenant_id = ${tenantId}::uuid and user_id = ${userId}::uuid for update`;
  const [row] = await selectMembers(tx, tenantId, Prisma.sql`m.user_id = ${userId}::uuid`, 1);
  if (!row) throw new NotFoundError("member");
  return row;
}

/** What callers see of a member. */
export function presentMember(row: MemberRow): MemberDto {
  return {
    id: row.user_id,
    email: row.email,
    first_name: row.first_name,
    last_name: row.last_name,
    role: row.roles[0] ?? null,
    roles: row.roles,
    bindings: row.bindings.map((binding) => ({
      role: binding.role,
      expires_at: binding.expires_at === null ? null : new Date(binding.expires_at).toISOString(),
      source: binding.source,
    })),
    team_roles: row.team_bindings.map(({ role, expires_at: at, team, from }) => ({
      role,
      team,
      from,
      expires_at: at === null ? null : new Date(at).toISOString(),
    })),
    status: row.status,
    source: row.source,
    joined_at: row.joined_at.toISOString(),
    last_active_at: row.last_active_at?.toISOString() ?? null,
  };
}

/** Name for audit rows. */
export function memberLabel(row: MemberRow): string {
  return `${row.first_name} ${row.last_name}`.trim() || row.email;
}
