import "server-only";
import * as z from "zod";
import { ensureStripeCustomer } from "@/lib/billing/ensure-stripe-customer";
import type { OutboxHandler } from "../outbox-handler";

const payloadSchema = z.object({ accountId: z.uuid() });

/** Gives a new account its customer at Stripe. Until then a first Checkout makes it. */
export const stripeCustomerJob: OutboxHandler = {
  queue: "stripe-customer",
  retryLimit: 20,
  expireSeconds: 60,
  concurrency: 2,
  async handle({ payload }) {
    await ensureStripeCustomer(payloadSchema.parse(payload).accountId);
  },
};
