import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { endTokensOf } from "@/lib/access/personal-tokens/end-tokens-of";
import { assertRankReaches } from "@/lib/access/roles/assert-rank-reaches";
import { findGrantableRole } from "@/lib/access/roles/find-grantable-role";
import { assertMayExchange } from "@/lib/access/roles/grants/assert-may-exchange";
import { assertRecentFor } from "@/lib/access/roles/grants/assert-recent-for";
import { lastingRole } from "@/lib/access/roles/grants/exchange-of";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { replaceRole } from "@/lib/access/roles/replace-role";
import { roleName } from "@/lib/access/roles/role-name";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { withSystem } from "@/lib/tenancy/with-system";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { keepingAdmin } from "./keeping-admin";
import { lockMember, type MemberRow, memberLabel, presentMember } from "./member-rows";
import { type MemberChange, type MemberDto, type MemberStatus, memberChange } from "./schema";

/**
 * Changes a member's role, or deactivates or reactivates them. Deactivated people are out with their next request,
 * and their personal tokens are gone.
 * Mails them their new role.
 * @throws DomainError permission_denied (reasons higher_rank, grants_more_than_held, grants_longer_than_held),
 *   step_up_required for a role, and to bring back whoever has an admin's or one of high risk
 * @throws NotFoundError
 * @throws ConflictError reasons last_admin, self_deactivation, account_closed
 * @throws ValidationError unknown_role
 */
export async function updateMember(ctx: TenantContext, id: string, input: MemberChange): Promise<MemberDto> {
  ctx.authorize("members:update");
  const change = memberChange.parse(input);
  if (change.role) assertRecent(ctx.actor);
  if (change.status === "active") await assertOpen(id);
  return keepingAdmin(
    withTenant({ tenantId: ctx.tenant.id, userId: actorPerson(ctx.actor) }, async (tx) => {
      await lockRoles(tx, ctx.tenant.id);
      const member = await lockMember(tx, ctx.tenant.id, id);
      await assertRankReaches(tx, ctx, member.rank);
      if (change.status && change.status !== member.status) {
        await changeStatus(tx, ctx, member, change.status);
      } else if (change.status === "suspended") {
        // Who is deleting their account is suspended by that alone: said by an admin, it outlasts a change of mind.
        await tx.$queryRaw`select platform.announce_member(${member.user_id}::uuid, 'suspended')::text`;
      }
      if (change.role && !holdsOnly(member, change.role)) {
        await changeRole(tx, ctx, member, change.role);
      }
      return presentMember(await lockMember(tx, ctx.tenant.id, id));
    }),
  );
}

/** Somebody who is deleting their account would count as the admin that stays, and be gone within days. */
async function assertOpen(userId: string): Promise<void> {
  const user = await withSystem((tx) =>
    tx.user.findUnique({ where: { id: userId }, select: { status: true } }),
  );
  if (!user || user.status === "active") return;
  throw new ConflictError("This person's own account is closed, or about to be deleted.", {
    reason: "account_closed",
  });
}

function holdsOnly({ bindings }: MemberRow, key: string): boolean {
  const [only] = bindings;
  return bindings.length === 1 && only?.role === key && only.expires_at === null;
}

async function changeStatus(
  tx: TenantTx,
  ctx: TenantContext,
  member: MemberRow,
  status: MemberStatus,
): Promise<void> {
  if (status === "suspended" && actorPerson(ctx.actor) === member.user_id) {
    throw new ConflictError("You cannot deactivate yourself. Leave the workspace instead.", {
      reason: "self_deactivation",
    });
  }
  const tenantId = ctx.tenant.id;
  // To bring somebody back is to give them their roles again, those of their teams too.
  if (status === "active") {
    const all = [...member.bindings, ...member.team_bindings];
    const given = all.map((held) => ({ ...lastingRole(held), rank: held.rank }));
    await assertMayExchange(tx, ctx, { given, taken: [] });
    await assertRecentFor(tx, ctx, given);
  }
  await tx.membership.update({
    where: { tenantId_userId: { tenantId, userId: member.user_id } },
    data: { status },
    select: { userId: true },
  });
  if (status === "suspended") await endTokensOf(tx, ctx, member.user_id);
  await tx.$queryRaw`select platform.announce_member(${member.user_id}::uuid, ${status})::text`;
  await recordEvent(tx, ctx, {
    action: status === "suspended" ? "member.deactivated" : "member.reactivated",
    target: { type: "member", id: member.user_id, label: memberLabel(member) },
    before: { status: member.status },
    after: { status },
  });
}

async function changeRole(tx: TenantTx, ctx: TenantContext, member: MemberRow, key: string): Promise<void> {
  const role = await findGrantableRole(tx, ctx, key);
  const taken = member.bindings.filter((binding) => binding.role !== key);
  await assertMayExchange(tx, ctx, {
    given: [],
    taken: taken.map(lastingRole),
  });
  await replaceRole(tx, {
    tenantId: ctx.tenant.id,
    userId: member.user_id,
    role,
    source: "manual",
    createdBy: actorPerson(ctx.actor),
  });
  await recordEvent(tx, ctx, {
    action: "member.role_changed",
    target: { type: "member", id: member.user_id, label: memberLabel(member) },
    before: { roles: member.roles },
    after: { roles: [role.key] },
  });
  if (actorPerson(ctx.actor) === member.user_id) return;
  const { locale, name, slug } = ctx.tenant;
  await enqueueMail(tx, {
    template: "role_changed",
    to: member.email,
    locale,
    data: { tenantName: name, roleName: roleName(role, locale), slug },
  });
}
