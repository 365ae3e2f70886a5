import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { assertRankReaches } from "@/lib/access/roles/assert-rank-reaches";
import { assertMayExchange } from "@/lib/access/roles/grants/assert-may-exchange";
import { deriveHome } from "@/lib/access/roles/grants/derive-home";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { lockMember, memberLabel } from "./member-rows";
import { type RoleWish, readRoleWishes } from "./read-role-wishes";

/**
 * Gives a member one role beside those they have, inside the transaction at hand. One they hold longer already stays
 * as it is.
 * @throws DomainError permission_denied (reasons higher_rank, grants_more_than_held, grants_longer_than_held)
 * @throws NotFoundError; ConflictError membership_suspended
 * @throws ValidationError unknown_role, expiry_past, expiry_too_far
 */
export async function giveRole(
  tx: TenantTx,
  ctx: TenantContext,
  userId: string,
  wish: { role: string; expires_at: string | null },
): Promise<{ role: RoleWish; expiresAt: Date | null }> {
  const tenantId = ctx.tenant.id;
  await lockRoles(tx, tenantId);
  const member = await lockMember(tx, tenantId, userId);
  if (member.status !== "active") {
    throw new ConflictError("This person is deactivated.", { reason: "membership_suspended" });
  }
  const [role] = await readRoleWishes(tx, tenantId, [wish], (_index, field) => field);
  if (!role) throw new TypeError("readRoleWishes answers every wish or throws");
  // A role may deny: to give one is to change its holder, also when they asked.
  await assertRankReaches(tx, ctx, member.rank);
  await assertMayExchange(tx, ctx, { given: [role], taken: [] });
  const subject = { tenantId, subjectType: "user", subjectId: userId, nodeId: null, roleId: role.id };
  const held = member.bindings.find((binding) => binding.role_id === role.id);
  if (held) {
    const isLonger =
      held.expires_at !== null && (!role.expiresAt || role.expiresAt > new Date(held.expires_at));
    const data = { expiresAt: role.expiresAt, source: "manual", createdBy: actorPerson(ctx.actor) };
    if (isLonger) await tx.roleBinding.updateMany({ where: subject, data });
  } else {
    // One that ended but is not off the books yet would stand in the way.
    await tx.roleBinding.deleteMany({ where: subject });
    const data = { ...subject, id: newId(), expiresAt: role.expiresAt, createdBy: actorPerson(ctx.actor) };
    await tx.roleBinding.create({ data, select: { id: true } });
  }
  await deriveHome(tx, tenantId, [userId]);
  await recordEvent(tx, ctx, {
    action: "member.role_changed",
    target: { type: "member", id: userId, label: memberLabel(member) },
    before: { roles: member.roles },
    after: { roles: [...new Set([...member.roles, role.key])], added: role.key, until: role.expiresAt },
  });
  return { role, expiresAt: role.expiresAt };
}
