import "server-only";
import { newId } from "@/lib/core/ids";
import { logger } from "@/lib/infra/logger";
import { enqueueJob } from "@/lib/notifications/enqueue-job";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { endBatch } from "./end-batch";
import { lockBatch } from "./internal";
import { BATCH_QUEUE } from "./job";

/** Longer than all retries of the job together. */
const STALLED_MINUTES = 15;
const MOST_RESTARTS = 3;
const MOST_AT_ONCE = 200;

/**
 * Sets lists going again that have not moved for a quarter of an hour, whatever became of their job, and ends those
 * that three restarts did not help: one list at a time means that a dead one would hold up all others.
 */
export async function resumeBatches(now: Date = new Date()): Promise<number> {
  const before = new Date(now.getTime() - STALLED_MINUTES * 60_000);
  const stalled = await eachCell((cell) =>
    withCell(
      cell,
      (tx) => tx.$queryRaw<{ id: string; tenant_id: string }[]>`
        select id::text, tenant_id::text from shared.invitation_batches
        where status <> 'done' and progressed_at < ${before} limit ${MOST_AT_ONCE}`,
    ),
  );
  const batches = stalled.flat();
  for (const { id, tenant_id: tenantId } of batches) {
    await resume(tenantId, id, before).catch((error: unknown) =>
      logger.error({ error, tenantId, batch: id }, "stalled list neither resumed nor ended"),
    );
  }
  return batches.length;
}

async function resume(tenantId: string, id: string, before: Date): Promise<void> {
  await withTenant({ tenantId }, async (tx) => {
    const batch = await lockBatch(tx, tenantId, id);
    if (!batch || batch.status === "done" || batch.progressedAt >= before) return;
    if (batch.restarts >= MOST_RESTARTS) {
      const actor = { type: "system", name: "Atrium" } as const;
      const ctx = { requestId: newId(), ip: null, userAgent: null, actor, tenant: { id: tenantId } };
      await endBatch(tx, ctx, id, "failed");
      return;
    }
    const restarts = batch.restarts + 1;
    await tx.invitationBatch.update({
      where: { tenantId_id: { tenantId, id } },
      data: { restarts, progressedAt: new Date() },
      select: { id: true },
    });
    await enqueueJob(tx, {
      queue: BATCH_QUEUE,
      payload: { batch: id },
      dedupeKey: `${BATCH_QUEUE}:${id}:${restarts}`,
    });
  });
}
