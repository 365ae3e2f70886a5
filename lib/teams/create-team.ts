import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { MAX_TEAMS, type NewTeam, newTeam, type TeamDto } from "./schema";
import { auditTeam, readTeam } from "./team-rows";
import { assertNameFree, assertParent, guardingTree } from "./tree-rules";

/**
 * Makes an empty team, at the top or below another. What teams above hand down reaches nobody before somebody is put in.
 * @throws DomainError permission_denied
 * @throws ValidationError team_name_taken, unknown_team; ConflictError reasons too_many_teams, team_too_deep
 */
export async function createTeam(ctx: TenantContext, input: NewTeam): Promise<TeamDto> {
  ctx.authorize("teams:manage");
  const { parent_id: parentId, ...wish } = newTeam.parse(input);
  const tenantId = ctx.tenant.id;
  const id = newId();
  const createdBy = actorPerson(ctx.actor);
  const work = withTenant({ tenantId, userId: createdBy }, async (tx) => {
    await lockRoles(tx, tenantId);
    if ((await tx.team.count({ where: { tenantId } })) >= MAX_TEAMS) {
      throw new ConflictError(`A workspace has at most ${MAX_TEAMS} teams.`, { reason: "too_many_teams" });
    }
    await assertParent(tx, tenantId, parentId);
    await assertNameFree(tx, tenantId, { name: wish.name, parentId, id: null });
    await tx.team.create({ data: { tenantId, id, parentId, ...wish, createdBy }, select: { id: true } });
    const team = await readTeam(tx, ctx, id);
    await recordEvent(tx, ctx, {
      action: "team.created",
      target: { type: "team", id, label: team.name },
      after: auditTeam(team),
    });
    return team;
  });
  return guardingTree(work);
}
