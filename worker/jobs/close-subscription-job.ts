import "server-only";
import * as z from "zod";
import { closeSubscription } from "@/lib/billing/subscriptions/close-subscription";
import type { OutboxHandler } from "../outbox-handler";

const payloadSchema = z.object({ accountId: z.uuid() });

/** Ends the subscription of an account whose last workspace was erased. */
export const closeSubscriptionJob: OutboxHandler = {
  queue: "close-subscription",
  retryLimit: 20,
  expireSeconds: 60,
  concurrency: 1,
  async handle({ payload }) {
    await closeSubscription(payloadSchema.parse(payload).accountId);
  },
};
