import "server-only";
import { newId } from "@/lib/core/ids";
import { seal } from "@/lib/infra/sealed-box";
import { tenantBinding } from "@/lib/tenancy/tenant-adapter";
import { sealForTenant } from "@/lib/tenancy/vault/seal-for-tenant";
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
  const text = JSON.stringify(job.payload);
  // What a tenant's transaction asks for is the tenant's secret: erasing the tenant makes it unreadable.
  const tenantId = tenantBinding.getStore()?.tenantId;
  const payload = tenantId
    ? await sealForTenant({ tenantId, table: "outbox", column: "payload", row: id }, text)
    : seal(text, outboxPlace(id));
  await tx.$queryRaw`select platform.enqueue(${id}::uuid, ${job.queue}, ${payload}, ${job.dedupeKey ?? null})::text`;
  return id;
}

/** Where a payload of the platform belongs; openJob() opens it with the same words. */
export function outboxPlace(id: string): string {
  return `outbox|payload|${id}`;
}
