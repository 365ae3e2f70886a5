import "server-only";
import { NotFoundError } from "@/lib/core/errors";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { TeamMemberDto } from "../schema";

export type TeamMemberRow = Omit<TeamMemberDto, "added_at"> & { created_at: Date };

/** Who is in a team, newest first; `where` narrows `m`. */
export function selectTeamMembers(
  tx: TenantTx,
  { tenantId, teamId }: { tenantId: string; teamId: string },
  where: Prisma.Sql,
  limit: number,
): Promise<TeamMemberRow[]> {
  return tx.$queryRaw<TeamMemberRow[]>`
    select m.user_id::text as id, p.first_name::text, p.last_name::text, p.email::text, p.status::text, m.kind::text,
      m.source::text, m.created_at,
      array(select distinct g.display_name::text from shared.scim_group_teams t
        join shared.scim_groups g on g.tenant_id = t.tenant_id and g.id = t.group_id
        join shared.scim_group_members gm on gm.tenant_id = t.tenant_id and gm.group_id = t.group_id
        join shared.scim_users u on u.tenant_id = gm.tenant_id and u.id = gm.scim_user_id
        where t.tenant_id = m.tenant_id and t.team_id = m.team_id and u.user_id = m.user_id order by 1) as groups
    from shared.team_members m
    join shared.memberships p on p.tenant_id = m.tenant_id and p.user_id = m.user_id
    where m.tenant_id = ${tenantId}::uuid and m.team_id = ${teamId}::uuid and ${where}
    order by date_trunc('milliseconds', m.created_at) desc, m.user_id desc limit ${limit}`;
}

export function presentTeamMember({ created_at, ...row }: TeamMemberRow): TeamMemberDto {
  return { ...row, added_at: created_at.toISOString() };
}

/** @throws NotFoundError */
export async function readTeamMember(
  tx: TenantTx,
  { tenantId, teamId, userId }: { tenantId: string; teamId: string; userId: string },
): Promise<TeamMemberDto> {
  const [row] = await selectTeamMembers(tx, { tenantId, teamId }, Prisma.sql`m.user_id = ${userId}::uuid`, 1);
  if (!row) throw new NotFoundError("member of the team");
  return presentTeamMember(row);
}
