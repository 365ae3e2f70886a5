import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { endKey } from "@/lib/access/api-keys/end-key";
import { assertRankReaches } from "@/lib/access/roles/assert-rank-reaches";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { auditServiceAccount, lockServiceAccount } from "./account-rows";

/**
 * Ends a service account with its roles. Keys that still work stand in the way unless `revokeKeys` ends them in the same
 * moment.
 * @throws DomainError permission_denied (reason higher_rank), step_up_required
 * @throws NotFoundError; ConflictError reason service_account_has_keys
 */
export async function deleteServiceAccount(
  ctx: TenantContext,
  id: string,
  { revokeKeys }: { revokeKeys: boolean },
): Promise<void> {
  ctx.authorize("service_accounts:manage");
  assertRecent(ctx.actor);
  const tenantId = ctx.tenant.id;
  await withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
    await lockRoles(tx, tenantId);
    const account = await lockServiceAccount(tx, tenantId, id);
    await assertRankReaches(tx, ctx, account.rank);
    const keys = await tx.apiKey.findMany({ where: { tenantId, serviceAccountId: id, revokedAt: null } });
    if (account.active_keys > 0 && !revokeKeys) {
      throw new ConflictError("This service account has keys that work. Revoke them first, or with it.", {
        reason: "service_account_has_keys",
      });
    }
    for (const key of keys) await endKey(tx, ctx, key, "api_key.revoked");
    await tx.roleBinding.deleteMany({
      where: { tenantId, subjectType: "service_account", subjectId: id },
    });
    await tx.serviceAccount.update({
      where: { tenantId_id: { tenantId, id } },
      data: { status: "deleted" },
      select: { id: true },
    });
    await recordEvent(tx, ctx, {
      action: "service_account.deleted",
      target: { type: "service_account", id, label: account.name },
      before: auditServiceAccount(account),
      after: { revoked_keys: keys.length },
    });
  });
}
