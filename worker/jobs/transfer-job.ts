import "server-only";
import { runTransfer } from "@/lib/back-office/transfers/run-transfer";
import { transferJob as transferSchema } from "@/lib/back-office/transfers/schema";
import type { OutboxHandler } from "../outbox-handler";

/** Copies and moves workspaces. A move that was killed goes on with the next attempt. */
export const transferJob: OutboxHandler = {
  queue: "transfer",
  retryLimit: 10,
  expireSeconds: 3600,
  concurrency: 1,
  async handle({ payload }) {
    await runTransfer(transferSchema.parse(payload));
  },
};
