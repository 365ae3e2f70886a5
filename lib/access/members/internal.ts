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
  rank: number;
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
      m.joined_at, a.last_opened_at as last_active_at, g.roles, g.bindings, g.rank
    from shared.memberships m
    cross join lateral (
      select coalesce(array_agg(r.key::text order by r.rank desc, r.key), '{}') as roles,
        coalesce(json_agg(json_build_object('role_id', r.id, 'role', r.key, 'rank', r.rank, 'expires_at', b.expires_at,
          'source', b.source) order by r.rank desc, r.key), '[]') as bindings,
        coalesce(max(r.rank), 0)::int as rank
      from shared.role_bindings b join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id
      where b.tenant_id = m.tenant_id and b.subject_type = 'user' and b.subject_id = m.user_id
        and (b.expires_at is null or b.expires_at > now())
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
