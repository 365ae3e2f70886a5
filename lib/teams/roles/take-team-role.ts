import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { assertRankReaches } from "@/lib/access/roles/assert-rank-reaches";
import { assertMayExchange } from "@/lib/access/roles/grants/assert-may-exchange";
import { lastingTeamRole, teamRoles } from "@/lib/access/roles/grants/team-roles";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { lockTeam } from "../team-rows";
import { assertReachesPeople } from "../tree-rules";

/**
 * Takes a role from a team; who held it only through the team has lost it with their next request.
 * @throws DomainError permission_denied (reasons grants_more_than_held, grants_longer_than_held, higher_rank), step_up_required
 * @throws NotFoundError for a role that the team itself does not give; ConflictError reason last_admin
 */
export async function takeTeamRole(ctx: TenantContext, teamId: string, roleId: string): Promise<void> {
  ctx.authorize("teams:roles");
  assertRecent(ctx.actor);
  const tenantId = ctx.tenant.id;
  const work = withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
    const team = await lockTeam(tx, ctx, teamId);
    const held = (await teamRoles(tx, tenantId, [teamId])).find(
      ({ from_id, role_id }) => from_id === teamId && role_id === roleId,
    );
    if (!held) throw new NotFoundError("role of the team");
    await assertRankReaches(tx, ctx, held.rank);
    await assertReachesPeople(tx, ctx, teamId);
    await assertMayExchange(tx, ctx, { given: [], taken: [lastingTeamRole(held)] });
    await tx.roleBinding.deleteMany({ where: { tenantId, subjectType: "team", subjectId: teamId, roleId } });
    await recordEvent(tx, ctx, {
      action: "team.role_taken",
      target: { type: "team", id: teamId, label: team.name },
      before: { role: held.role, until: held.expires_at, inherit: held.inherit },
    });
  });
  await keepingAdmin(work);
}
