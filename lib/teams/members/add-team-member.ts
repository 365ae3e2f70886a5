import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { lockMember, memberLabel } from "@/lib/access/members/member-rows";
import { assertRankReaches } from "@/lib/access/roles/assert-rank-reaches";
import { assertMayExchange } from "@/lib/access/roles/grants/assert-may-exchange";
import { assertRecentFor } from "@/lib/access/roles/grants/assert-recent-for";
import { lastingTeamRole, teamRoles } from "@/lib/access/roles/grants/team-roles";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { type NewTeamMember, newTeamMember, type TeamMemberDto } from "../schema";
import { lockTeam } from "../team-rows";
import { assertLeads } from "../tree-rules";
import { readTeamMember } from "./member-rows";

/**
 * Puts a member of the workspace into a team: they hold its roles with their next request, so it is to give them these
 * roles. Whoever only manages teams does it in those and below.
 * @throws DomainError permission_denied (reasons no_team_manager, grants_more_than_held, grants_longer_than_held,
 *   higher_rank), step_up_required where the team gives a role of high risk
 * @throws NotFoundError; ConflictError reasons already_in_team, membership_suspended, last_admin
 */
export async function addTeamMember(
  ctx: TenantContext,
  teamId: string,
  input: NewTeamMember,
): Promise<TeamMemberDto> {
  ctx.authorize("teams:lead");
  const { user_id: userId, kind } = newTeamMember.parse(input);
  const tenantId = ctx.tenant.id;
  const addedBy = actorPerson(ctx.actor);
  const work = withTenant({ tenantId, userId: addedBy }, async (tx) => {
    const team = await lockTeam(tx, ctx, teamId);
    await assertLeads(tx, ctx, team, kind);
    const member = await lockMember(tx, tenantId, userId);
    if (member.status !== "active") {
      throw new ConflictError("This person is deactivated.", { reason: "membership_suspended" });
    }
    const where = { tenantId_teamId_userId: { tenantId, teamId, userId } };
    if (await tx.teamMember.findUnique({ where, select: { userId: true } })) {
      throw new ConflictError("This person is in the team already.", { reason: "already_in_team" });
    }
    const given = (await teamRoles(tx, tenantId, [teamId])).map(lastingTeamRole);
    if (given.length > 0) {
      await assertRankReaches(tx, ctx, member.rank);
      await assertMayExchange(tx, ctx, { given, taken: [] });
      await assertRecentFor(tx, ctx, given);
    }
    await tx.teamMember.create({
      data: { tenantId, teamId, userId, kind, addedBy },
      select: { userId: true },
    });
    await recordEvent(tx, ctx, {
      action: "team.member_added",
      target: { type: "member", id: userId, label: memberLabel(member) },
      after: { team: team.name, team_id: teamId, kind },
    });
    return readTeamMember(tx, { tenantId, teamId, userId });
  });
  return keepingAdmin(work);
}
