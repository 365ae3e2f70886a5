import "server-only";
import { logger } from "@/lib/infra/logger";
import { openJob } from "@/lib/notifications/open-job";
import { EnvelopeError } from "@/lib/tenancy/vault/envelope";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import type { OutboxHandler } from "./outbox-handler";

/**
 * Does the work of one outbox row: opens the payload, runs the handler, marks the row done and wipes the payload.
 * A row that is done already is left alone, so a job that comes twice works once.
 */
export async function runOutboxJob(handler: OutboxHandler, outboxId: string, attempt: number): Promise<void> {
  const row = await withSystem((tx) => tx.outboxItem.findUnique({ where: { id: outboxId } }));
  if (!row || row.doneAt || row.payload === null) return;
  const finish = (tx: SystemTx) => markDone(tx, outboxId);
  const payload = await openUnlessErased({ ...row, payload: row.payload });
  if (payload === ERASED) {
    await withSystem(finish);
    return;
  }
  await handler.handle({ id: row.id, tenantId: row.tenantId, payload, attempt, finish });
  await withSystem((tx) => markDone(tx, outboxId));
}

const ERASED = Symbol("erased");

/** Work of a tenant whose key is destroyed cannot be read, and nobody waits for it. */
async function openUnlessErased(row: Parameters<typeof openJob>[0]): Promise<unknown> {
  try {
    return await openJob(row);
  } catch (error) {
    if (!(error instanceof EnvelopeError) || error.fault !== "key_destroyed") throw error;
    logger.warn({ job: row.id, tenant: row.tenantId }, "job of an erased tenant dropped");
    return ERASED;
  }
}

async function markDone(tx: SystemTx, id: string): Promise<boolean> {
  const { count } = await tx.outboxItem.updateMany({
    where: { id, doneAt: null },
    data: { doneAt: new Date(), payload: null },
  });
  return count === 1;
}
