import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { assertRankReaches } from "@/lib/access/roles/assert-rank-reaches";
import { assertMayExchange } from "@/lib/access/roles/grants/assert-may-exchange";
import { lastingRole } from "@/lib/access/roles/grants/exchange-of";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { auditServiceAccount, lockServiceAccount, presentServiceAccount } from "./account-rows";
import { assertNameFree } from "./create-service-account";
import { type ServiceAccountChange, type ServiceAccountDto, serviceAccountChange } from "./schema";

/**
 * Renames or describes a service account, or switches it off or on. The next call of a disabled one's key is answered
 * 401; to switch it on again is to give it its roles again.
 * @throws DomainError permission_denied (reasons higher_rank, grants_more_than_held, grants_longer_than_held), step_up_required for switching on
 * @throws NotFoundError; ValidationError service_account_name_taken
 */
export async function updateServiceAccount(
  ctx: TenantContext,
  id: string,
  input: ServiceAccountChange,
): Promise<ServiceAccountDto> {
  ctx.authorize("service_accounts:manage");
  const change = serviceAccountChange.parse(input);
  if (change.status === "active") assertRecent(ctx.actor);
  const tenantId = ctx.tenant.id;
  return withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
    await lockRoles(tx, tenantId);
    const before = await lockServiceAccount(tx, tenantId, id);
    await assertRankReaches(tx, ctx, before.rank);
    if (change.name !== undefined) await assertNameFree(tx, tenantId, change.name, id);
    if (change.status === "active" && before.status !== "active") {
      const given = before.bindings.map((held) => ({ ...lastingRole(held), rank: held.rank }));
      await assertMayExchange(tx, ctx, { given, taken: [] });
    }
    await tx.serviceAccount.update({
      where: { tenantId_id: { tenantId, id } },
      data: {
        ...(change.name !== undefined && { name: change.name }),
        ...(change.description !== undefined && { description: change.description }),
        ...(change.status !== undefined && { status: change.status }),
      },
      select: { id: true },
    });
    const after = await lockServiceAccount(tx, tenantId, id);
    await recordEvent(tx, ctx, {
      action: actionOf(before.status, after.status),
      target: { type: "service_account", id, label: after.name },
      before: auditServiceAccount(before),
      after: auditServiceAccount(after),
    });
    return presentServiceAccount(after);
  });
}

function actionOf(before: string, after: string): string {
  if (before === after) return "service_account.updated";
  return after === "active" ? "service_account.enabled" : "service_account.disabled";
}
