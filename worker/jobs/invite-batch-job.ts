import "server-only";
import { BATCH_QUEUE, batchJob } from "@/lib/access/invitations/batches/job";
import { runBatch } from "@/lib/access/invitations/batches/run-batch";
import type { OutboxHandler } from "../outbox-handler";

/** Sends a list of invitations. Each step has its own transaction: a retry goes on where the last one stopped. */
export const inviteBatchJob: OutboxHandler = {
  queue: BATCH_QUEUE,
  retryLimit: 8,
  expireSeconds: 300,
  concurrency: 2,
  async handle({ tenantId, payload }) {
    if (tenantId === null) return;
    await runBatch(tenantId, batchJob.parse(payload).batch);
  },
};
