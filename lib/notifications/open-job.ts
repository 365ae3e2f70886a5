import "server-only";
import { open } from "@/lib/infra/sealed-box";
import { generationOf } from "@/lib/tenancy/vault/envelope";
import { openForTenant } from "@/lib/tenancy/vault/open-for-tenant";
import { outboxPlace } from "./enqueue-job";

/**
 * Opens the payload that enqueueJob() sealed.
 * @throws EnvelopeError key_destroyed when its tenant was erased meanwhile
 */
export async function openJob(row: {
  id: string;
  payload: string;
  tenantId: string | null;
}): Promise<unknown> {
  const { id, payload, tenantId } = row;
  if (tenantId === null || generationOf(payload) === null) return JSON.parse(open(payload, outboxPlace(id)));
  return JSON.parse(await openForTenant({ tenantId, table: "outbox", column: "payload", row: id }, payload));
}
