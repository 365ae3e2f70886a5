import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { assertRankReaches } from "@/lib/access/roles/assert-rank-reaches";
import { assertMayExchange } from "@/lib/access/roles/grants/assert-may-exchange";
import { deriveHome } from "@/lib/access/roles/grants/derive-home";
import { exchangeOf } from "@/lib/access/roles/grants/exchange-of";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { writeBindings } from "@/lib/access/roles/grants/write-bindings";
import { roleName } from "@/lib/access/roles/role-name";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { keepingAdmin } from "./keeping-admin";
import { lockMember, type MemberRow, memberLabel, presentMember } from "./member-rows";
import { type RoleWish, readRoleWishes } from "./read-role-wishes";
import { type MemberDto, type MemberRoles, memberRoles } from "./schema";

/**
 * Gives a member exactly these roles, each for good or until a time; what is not named is taken away. Applies to their
 * next request. Mails them.
 * @throws DomainError permission_denied (reasons higher_rank, grants_more_than_held, grants_longer_than_held), step_up_required
 * @throws NotFoundError; ConflictError reason last_admin
 * @throws ValidationError unknown_role, expiry_past, expiry_too_far
 */
export async function setMemberRoles(ctx: TenantContext, id: string, input: MemberRoles): Promise<MemberDto> {
  ctx.authorize("members:update");
  const { roles } = memberRoles.parse(input);
  assertRecent(ctx.actor);
  const tenantId = ctx.tenant.id;
  return keepingAdmin(
    withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
      await lockRoles(tx, tenantId);
      const member = await lockMember(tx, tenantId, id);
      await assertRankReaches(tx, ctx, member.rank);
      const wishes = await readRoleWishes(tx, tenantId, roles, (index, field) => `roles.${index}.${field}`);
      await assertMayExchange(tx, ctx, exchangeOf(member.bindings, wishes));
      if (isSame(member, wishes)) return presentMember(member);
      await writeBindings(tx, ctx, { type: "user", id }, { held: member.bindings, wishes });
      await deriveHome(tx, tenantId, [id]);
      await announce(tx, ctx, member, wishes);
      return presentMember(await lockMember(tx, tenantId, id));
    }),
  );
}

function isSame(member: MemberRow, wishes: RoleWish[]): boolean {
  const { given, taken } = exchangeOf(member.bindings, wishes);
  return given.length + taken.length === 0;
}

async function announce(
  tx: TenantTx,
  ctx: TenantContext,
  member: MemberRow,
  wishes: RoleWish[],
): Promise<void> {
  const untils = (rows: { role: string; expires_at: string | null }[]) =>
    rows.filter((row) => row.expires_at !== null).map((row) => ({ role: row.role, until: row.expires_at }));
  await recordEvent(tx, ctx, {
    action: "member.role_changed",
    target: { type: "member", id: member.user_id, label: memberLabel(member) },
    before: { roles: member.roles, ending: untils(member.bindings) },
    after: {
      roles: wishes.map(({ key }) => key),
      ending: untils(
        wishes.map(({ key, expiresAt }) => ({ role: key, expires_at: expiresAt?.toISOString() ?? null })),
      ),
    },
  });
  if (actorPerson(ctx.actor) === member.user_id) return;
  const { locale, name, slug } = ctx.tenant;
  await enqueueMail(tx, {
    template: "role_changed",
    to: member.email,
    locale,
    data: {
      tenantName: name,
      roleName: wishes
        .map((wish) => roleName(wish, locale))
        .join(", ")
        .slice(0, 255),
      slug,
    },
  });
}
