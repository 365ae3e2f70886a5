import "server-only";
import * as z from "zod";
import { runProvisioning } from "@/lib/lifecycle/provisioning/run-provisioning";
import type { OutboxHandler } from "../outbox-handler";

const payloadSchema = z.object({ operationId: z.uuid() });

/** Sets up a workspace. The ledger counts attempts and gives up; the queue only has to call often enough. */
export const provisionJob: OutboxHandler = {
  queue: "provision",
  retryLimit: 30,
  expireSeconds: 120,
  concurrency: 2,
  async handle({ payload }) {
    const { operationId } = payloadSchema.parse(payload);
    const result = await runProvisioning(operationId);
    if (result === "busy") throw new Error("another worker sets up this workspace");
  },
};
