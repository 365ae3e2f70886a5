import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { readRoleWishes } from "@/lib/access/members/read-role-wishes";
import { assertMayExchange } from "@/lib/access/roles/grants/assert-may-exchange";
import { endOf } from "@/lib/access/roles/grants/exchange-of";
import { type TeamRole, teamRoles } from "@/lib/access/roles/grants/team-roles";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { MAX_ROLES_OF_TEAM, type TeamDto, type TeamRoleWish, teamRoleWish } from "../schema";
import { lockTeam, readTeam } from "../team-rows";
import { assertReachesPeople } from "../tree-rules";

type Wish = { id: string; key: string; rank: number; expiresAt: Date | null; inherit: boolean };

/**
 * Gives a team a role, or changes how long it has it and whether teams below have it too. Its members hold it with their
 * next request. Nobody gives a team what they could not give its members.
 * @throws DomainError permission_denied (reasons grants_more_than_held, grants_longer_than_held, higher_rank), step_up_required
 * @throws NotFoundError; ValidationError unknown_role, expiry_past, expiry_too_far
 * @throws ConflictError reasons too_many_roles_of_team, last_admin
 */
export async function giveTeamRole(
  ctx: TenantContext,
  teamId: string,
  input: TeamRoleWish,
): Promise<TeamDto> {
  ctx.authorize("teams:roles");
  const { inherit, ...asked } = teamRoleWish.parse(input);
  assertRecent(ctx.actor);
  const tenantId = ctx.tenant.id;
  const work = withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
    const team = await lockTeam(tx, ctx, teamId);
    const [role] = await readRoleWishes(tx, tenantId, [asked], (_index, field) => field);
    if (!role) throw new TypeError("readRoleWishes answers every wish or throws");
    const wish = { ...role, inherit };
    const own = (await teamRoles(tx, tenantId, [teamId])).filter(({ from_id }) => from_id === teamId);
    const held = own.find(({ role_id }) => role_id === role.id);
    if (!held && own.length >= MAX_ROLES_OF_TEAM) {
      throw new ConflictError(`A team has at most ${MAX_ROLES_OF_TEAM} roles.`, {
        reason: "too_many_roles_of_team",
      });
    }
    await assertReachesPeople(tx, ctx, teamId);
    await assertMayExchange(tx, ctx, exchange(held, wish));
    await write(tx, ctx, teamId, wish);
    await recordEvent(tx, ctx, {
      action: "team.role_given",
      target: { type: "team", id: teamId, label: team.name },
      ...(held && { before: { role: held.role, until: held.expires_at, inherit: held.inherit } }),
      after: { role: role.key, until: role.expiresAt, inherit },
    });
    return readTeam(tx, ctx, teamId);
  });
  return keepingAdmin(work);
}

/** A role that reaches further or lasts longer is given, one that reaches or lasts less is taken. */
function exchange(held: TeamRole | undefined, wish: Wish) {
  const was = held ? endOf(held.expires_at) : 0;
  const is = endOf(wish.expiresAt);
  const isGiven = is > was || (wish.inherit && !held?.inherit);
  const isTaken = held && (was > is || (held.inherit && !wish.inherit));
  return {
    given: isGiven ? [wish] : [],
    taken: isTaken ? [{ id: held.role_id, expiresAt: held.expires_at }] : [],
  };
}

async function write(tx: TenantTx, ctx: TenantContext, teamId: string, wish: Wish): Promise<void> {
  const tenantId = ctx.tenant.id;
  const subject = { tenantId, subjectType: "team", subjectId: teamId, nodeId: null, roleId: wish.id };
  const data = { expiresAt: wish.expiresAt, inherit: wish.inherit, createdBy: actorPerson(ctx.actor) };
  // One that ended but is not off the books yet is taken up again.
  const kept = await tx.roleBinding.updateMany({ where: subject, data });
  if (kept.count > 0) return;
  await tx.roleBinding.create({ data: { ...subject, id: newId(), ...data }, select: { id: true } });
}
