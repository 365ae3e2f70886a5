import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { type TeamMemberChange, type TeamMemberDto, teamMemberChange } from "../schema";
import { lockTeam } from "../team-rows";
import { assertLeads } from "../tree-rules";
import { readTeamMember } from "./member-rows";

/**
 * Makes somebody in a team its manager, or no longer. Who only manages teams does it in those below.
 * @throws DomainError permission_denied (reason no_team_manager)
 * @throws NotFoundError
 */
export async function setTeamMemberKind(
  ctx: TenantContext,
  teamId: string,
  userId: string,
  input: TeamMemberChange,
): Promise<TeamMemberDto> {
  ctx.authorize("teams:lead");
  const { kind } = teamMemberChange.parse(input);
  const tenantId = ctx.tenant.id;
  return withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
    const team = await lockTeam(tx, ctx, teamId);
    await assertLeads(tx, ctx, team, "manager");
    const place = { tenantId, teamId, userId };
    const before = await readTeamMember(tx, place);
    if (before.kind === kind) return before;
    await tx.teamMember.update({
      where: { tenantId_teamId_userId: place },
      data: { kind },
      select: { userId: true },
    });
    await recordEvent(tx, ctx, {
      action: "team.member_changed",
      target: { type: "member", id: userId, label: labelOf(before) },
      before: { team: team.name, team_id: teamId, kind: before.kind },
      after: { team: team.name, team_id: teamId, kind },
    });
    return { ...before, kind };
  });
}

function labelOf({ first_name, last_name, email }: TeamMemberDto): string {
  return `${first_name} ${last_name}`.trim() || email;
}
