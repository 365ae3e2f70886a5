import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { assertRankReaches } from "@/lib/access/roles/assert-rank-reaches";
import { assertMayExchange } from "@/lib/access/roles/grants/assert-may-exchange";
import { assertRecentFor } from "@/lib/access/roles/grants/assert-recent-for";
import { lastingTeamRole, type TeamRole, teamRoles } from "@/lib/access/roles/grants/team-roles";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { type TeamChange, type TeamDto, teamChange } from "./schema";
import { auditTeam, lockTeam, readTeam, type TeamRow } from "./team-rows";
import { assertNameFree, assertParent, guardingTree, rankOfPeople } from "./tree-rules";

/**
 * Changes a team's name, words, kind or place. A team moves with everything below it; who is in there gets what the teams
 * above the new place hand down and loses what those above the old one did, so to move it is to give and take these roles.
 * @throws DomainError permission_denied (reasons grants_more_than_held, grants_longer_than_held, higher_rank),
 *   step_up_required where a role of high risk is handed down, or one that denies as much no longer is
 * @throws NotFoundError; ValidationError team_name_taken, unknown_team
 * @throws ConflictError reasons team_circle, team_too_deep, last_admin
 */
export async function updateTeam(ctx: TenantContext, id: string, input: TeamChange): Promise<TeamDto> {
  ctx.authorize("teams:manage");
  const change = teamChange.parse(input);
  const tenantId = ctx.tenant.id;
  const work = withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
    const before = await lockTeam(tx, ctx, id);
    const { parent_id: parentId = before.parent_id, ...words } = change;
    const isMove = parentId !== before.parent_id;
    const name = words.name ?? before.name;
    if (isMove) await assertParent(tx, tenantId, parentId);
    await assertNameFree(tx, tenantId, { name, parentId, id });
    const where = { tenantId_id: { tenantId, id } };
    if (Object.keys(words).length > 0) await tx.team.update({ where, data: words, select: { id: true } });
    if (isMove) await move(tx, ctx, before, parentId);
    const after = await readTeam(tx, ctx, id);
    if (JSON.stringify(auditTeam(before)) !== JSON.stringify(auditTeam(after))) {
      await recordEvent(tx, ctx, {
        action: isMove ? "team.moved" : "team.updated",
        target: { type: "team", id, label: after.name },
        before: auditTeam(before),
        after: auditTeam(after),
      });
    }
    return after;
  });
  return keepingAdmin(guardingTree(work));
}

async function move(
  tx: TenantTx,
  ctx: TenantContext,
  { id }: TeamRow,
  parentId: string | null,
): Promise<void> {
  const tenantId = ctx.tenant.id;
  const handedDown = async () =>
    (await teamRoles(tx, tenantId, [id])).filter(({ from_id }) => from_id !== id);
  const was = await handedDown();
  // Who stands above the mover by what the old place hands down is out of reach, as by what the new one does.
  const rank = await rankOfPeople(tx, tenantId, id);
  await tx.team.update({
    where: { tenantId_id: { tenantId, id } },
    data: { parentId },
    select: { id: true },
  });
  const is = await handedDown();
  const given = without(is, was).map(lastingTeamRole);
  const taken = without(was, is).map(lastingTeamRole);
  if (given.length + taken.length === 0) return;
  await assertRankReaches(tx, ctx, Math.max(rank, await rankOfPeople(tx, tenantId, id)));
  await assertMayExchange(tx, ctx, { given, taken });
  await assertRecentFor(tx, ctx, given, taken);
}

function without(some: readonly TeamRole[], others: readonly TeamRole[]): TeamRole[] {
  const name = ({ from_id, role_id }: TeamRole) => `${from_id} ${role_id}`;
  const left = new Set(others.map(name));
  return some.filter((role) => !left.has(name(role)));
}
