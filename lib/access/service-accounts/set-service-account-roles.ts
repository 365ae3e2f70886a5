import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { readRoleWishes } from "@/lib/access/members/read-role-wishes";
import { type MemberRoles, memberRoles } from "@/lib/access/members/schema";
import { assertRankReaches } from "@/lib/access/roles/assert-rank-reaches";
import { assertMayExchange } from "@/lib/access/roles/grants/assert-may-exchange";
import { exchangeOf } from "@/lib/access/roles/grants/exchange-of";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { writeBindings } from "@/lib/access/roles/grants/write-bindings";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { auditServiceAccount, lockServiceAccount, presentServiceAccount } from "./account-rows";
import type { ServiceAccountDto } from "./schema";

/**
 * Gives a service account exactly these roles, each for good or until a time. Applies to the next call of its keys.
 * @throws DomainError permission_denied (reasons higher_rank, grants_more_than_held, grants_longer_than_held), step_up_required
 * @throws NotFoundError; ValidationError unknown_role, expiry_past, expiry_too_far
 */
export async function setServiceAccountRoles(
  ctx: TenantContext,
  id: string,
  input: MemberRoles,
): Promise<ServiceAccountDto> {
  ctx.authorize("service_accounts:manage");
  const { roles } = memberRoles.parse(input);
  assertRecent(ctx.actor);
  const tenantId = ctx.tenant.id;
  return withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
    await lockRoles(tx, tenantId);
    const before = await lockServiceAccount(tx, tenantId, id);
    await assertRankReaches(tx, ctx, before.rank);
    const wishes = await readRoleWishes(tx, tenantId, roles, (index, field) => `roles.${index}.${field}`);
    const exchange = exchangeOf(before.bindings, wishes);
    await assertMayExchange(tx, ctx, exchange);
    if (exchange.given.length + exchange.taken.length === 0) return presentServiceAccount(before);
    await writeBindings(tx, ctx, { type: "service_account", id }, { held: before.bindings, wishes });
    const after = await lockServiceAccount(tx, tenantId, id);
    await recordEvent(tx, ctx, {
      action: "service_account.roles_changed",
      target: { type: "service_account", id, label: after.name },
      before: auditServiceAccount(before),
      after: auditServiceAccount(after),
    });
    return presentServiceAccount(after);
  });
}
