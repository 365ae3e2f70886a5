import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { assertRankReaches } from "@/lib/access/roles/assert-rank-reaches";
import { assertMayExchange } from "@/lib/access/roles/grants/assert-may-exchange";
import { assertRecentFor } from "@/lib/access/roles/grants/assert-recent-for";
import { lastingTeamRole, teamRoles } from "@/lib/access/roles/grants/team-roles";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { type DeleteTeamQuery, deleteTeamQuery } from "./schema";
import { auditTeam, lockTeam, type TeamRow } from "./team-rows";
import { assertNameFree, assertReachesPeople } from "./tree-rules";

/**
 * Deletes a team with its roles, its memberships and what groups of a directory it was mapped to. Teams below stand in its
 * way, or come to lie where it was. People stay members of the workspace.
 * @throws DomainError permission_denied (reasons grants_more_than_held, grants_longer_than_held, higher_rank), step_up_required
 *   where it gives roles, or is handed down one that denies something of high risk
 * @throws NotFoundError; ValidationError team_name_taken; ConflictError reasons team_has_sub_teams, last_admin
 */
export async function deleteTeam(ctx: TenantContext, id: string, input: DeleteTeamQuery): Promise<void> {
  ctx.authorize("teams:manage");
  const { sub_teams: children } = deleteTeamQuery.parse(input);
  const tenantId = ctx.tenant.id;
  const work = withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
    const team = await lockTeam(tx, ctx, id);
    if (team.sub_team_count > 0 && children === "refuse") {
      throw new ConflictError("Teams lie below this one. Move them first, or up with it.", {
        reason: "team_has_sub_teams",
      });
    }
    const roles = await assertMayEnd(tx, ctx, team);
    const moved = await moveUp(tx, tenantId, team);
    await tx.roleBinding.deleteMany({ where: { tenantId, subjectType: "team", subjectId: id } });
    await tx.team.delete({ where: { tenantId_id: { tenantId, id } }, select: { id: true } });
    await recordEvent(tx, ctx, {
      action: "team.deleted",
      target: { type: "team", id, label: team.name },
      before: { ...auditTeam(team), roles, members: team.member_count },
      after: { moved_up: moved },
    });
  });
  await keepingAdmin(work);
}

/** The end of a team takes its roles from people, and with them what those denied. */
async function assertMayEnd(tx: TenantTx, ctx: TenantContext, { id }: TeamRow): Promise<string[]> {
  const held = await teamRoles(tx, ctx.tenant.id, [id]);
  if (held.length === 0) return [];
  const own = held.filter(({ from_id }) => from_id === id);
  if (own.length > 0) assertRecent(ctx.actor);
  await assertRankReaches(tx, ctx, Math.max(0, ...own.map(({ rank }) => rank)));
  await assertReachesPeople(tx, ctx, id);
  const taken = held.map(lastingTeamRole);
  await assertMayExchange(tx, ctx, { given: [], taken });
  await assertRecentFor(tx, ctx, [], taken);
  return own.map(({ role }) => role);
}

async function moveUp(
  tx: TenantTx,
  tenantId: string,
  { id, parent_id: parentId }: TeamRow,
): Promise<string[]> {
  const below = await tx.team.findMany({
    where: { tenantId, parentId: id },
    select: { id: true, name: true },
  });
  for (const child of below) {
    await assertNameFree(tx, tenantId, { name: child.name, parentId, id: child.id });
    await tx.team.update({
      where: { tenantId_id: { tenantId, id: child.id } },
      data: { parentId },
      select: { id: true },
    });
  }
  return below.map(({ name }) => name);
}
