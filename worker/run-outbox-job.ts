import "server-only";
import { open } from "@/lib/infra/sealed-box";
import { outboxPlace } from "@/lib/notifications/enqueue-job";
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
  const payload: unknown = JSON.parse(open(row.payload, outboxPlace(row.id)));
  await handler.handle({ id: row.id, tenantId: row.tenantId, payload, attempt, finish });
  await withSystem((tx) => markDone(tx, outboxId));
}

async function markDone(tx: SystemTx, id: string): Promise<boolean> {
  const { count } = await tx.outboxItem.updateMany({
    where: { id, doneAt: null },
    data: { doneAt: new Date(), payload: null },
  });
  return count === 1;
}
