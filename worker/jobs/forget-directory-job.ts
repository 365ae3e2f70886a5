import "server-only";
import { FORGET_QUEUE, forgetDirectory, forgetJob } from "@/lib/access/scim/directory/forget-directory";
import type { OutboxHandler } from "../outbox-handler";

/** Forgets what the directory of a deleted connection said: in the workspace's own cell, so after the deletion. */
export const forgetDirectoryJob: OutboxHandler = {
  queue: FORGET_QUEUE,
  retryLimit: 20,
  expireSeconds: 120,
  concurrency: 2,
  async handle({ payload }) {
    const { tenantId, connectionId } = forgetJob.parse(payload);
    await forgetDirectory(tenantId, connectionId);
  },
};
