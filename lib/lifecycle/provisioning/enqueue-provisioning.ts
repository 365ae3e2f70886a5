import "server-only";
import { enqueueJob } from "@/lib/notifications/enqueue-job";
import type { SystemTx } from "@/lib/tenancy/with-system";

/** Asks the worker to set a workspace up, when `tx` commits. */
export async function enqueueProvisioning(tx: SystemTx, operationId: string): Promise<void> {
  await enqueueJob(tx, {
    queue: "provision",
    payload: { operationId },
    dedupeKey: `provision:${operationId}`,
  });
}
