import "server-only";
import { newId } from "@/lib/core/ids";
import { seal } from "@/lib/infra/sealed-box";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

export type JobInput = {
  queue: string;
  payload: Record<string, unknown>;
  /** The same key is enqueued once, however often it is asked for. */
  dedupeKey?: string;
};

/**
 * Hands work to the worker in the transaction that wants it done: committed together or not at all. The payload
 * may hold codes and links, so it is stored sealed and wiped after delivery.
 */
export async function enqueueJob(tx: TenantTx | SystemTx, job: JobInput): Promise<string> {
  const id = newId();
  const payload = seal(JSON.stringify(job.payload), outboxPlace(id));
  await tx.$queryRaw`select platform.enqueue(${id}::uuid, ${job.queue}, ${payload}, ${job.dedupeKey ?? null})::text`;
  return id;
}

/** Where a sealed payload belongs; the worker opens it with the same words. */
export function outboxPlace(id: string): string {
  return `outbox|payload|${id}`;
}
