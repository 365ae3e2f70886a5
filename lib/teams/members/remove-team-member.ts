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
import { withTenant } from "@/lib/tenancy/with-tenant";
import { lockTeam } from "../team-rows";
import { assertLeads } from "../tree-rules";
import { readTeamMember } from "./member-rows";

/**
 * Takes somebody out of a team; its roles are gone with their next request. Whom a group of a directory put there comes
 * back when the directory says so again.
 * @throws DomainError permission_denied (reasons no_team_manager, grants_more_than_held, grants_longer_than_held,
 *   higher_rank), step_up_required where the team denies something of high risk
 * @throws NotFoundError
 */
export async function removeTeamMember(ctx: TenantContext, teamId: string, userId: string): Promise<void> {
  ctx.authorize("teams:lead");
  const tenantId = ctx.tenant.id;
  const work = withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
    const team = await lockTeam(tx, ctx, teamId);
    const place = { tenantId, teamId, userId };
    const before = await readTeamMember(tx, place);
    await assertLeads(tx, ctx, team, before.kind);
    const member = await lockMember(tx, tenantId, userId);
    const taken = (await teamRoles(tx, tenantId, [teamId])).map(lastingTeamRole);
    if (taken.length > 0) {
      await assertRankReaches(tx, ctx, member.rank);
      await assertMayExchange(tx, ctx, { given: [], taken });
      await assertRecentFor(tx, ctx, [], taken);
    }
    await tx.teamMember.delete({ where: { tenantId_teamId_userId: place }, select: { userId: true } });
    await recordEvent(tx, ctx, {
      action: "team.member_removed",
      target: { type: "member", id: userId, label: memberLabel(member) },
      before: { team: team.name, team_id: teamId, kind: before.kind, source: before.source },
    });
  });
  await keepingAdmin(work);
}
