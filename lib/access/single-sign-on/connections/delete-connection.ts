import "server-only";
import { FORGET_QUEUE } from "@/lib/access/scim/directory/forget-directory";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { enqueueJob } from "@/lib/notifications/enqueue-job";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertAdminRank } from "./assert-admin-rank";
import { assertManager, findOwn } from "./own-connection";

/**
 * Deletes a connection that is not switched on, with its domains, links and what it knew of people. Members stay
 * members; they sign in another way. One that was ever switched on takes an admin's rank.
 * @throws DomainError permission_denied (reason admin_rank_needed), feature_unavailable, step_up_required; NotFoundError; ConflictError sso_enabled
 */
export async function deleteConnection(ctx: TenantContext, id: string): Promise<void> {
  assertManager(ctx, { recent: true });
  const { enabledAt } = await withSystem((tx) => findOwn(tx, ctx, id));
  if (enabledAt) await assertAdminRank(ctx);
  await withSystem(async (tx) => {
    const row = await findOwn(tx, ctx, id);
    const { count } = await tx.ssoConnection.deleteMany({
      where: { id, tenantId: ctx.tenant.id, status: { not: "enabled" }, ...(!enabledAt && { enabledAt }) },
    });
    if (count === 0) {
      throw new ConflictError("Switch the connection off first.", { reason: "sso_enabled" });
    }
    // Its directory lies in the workspace's cell, which this transaction does not reach.
    const payload = { tenantId: ctx.tenant.id, connectionId: id };
    await enqueueJob(tx, { queue: FORGET_QUEUE, payload, dedupeKey: `${FORGET_QUEUE}:${id}` });
    await recordEvent(tx, ctx, {
      action: "sso.connection_deleted",
      target: { type: "sso_connection", id, label: row.name },
      before: { kind: row.kind, name: row.name, people: row._count.identities },
    });
  });
}
