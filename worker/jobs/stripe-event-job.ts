import "server-only";
import * as z from "zod";
import { handleStripeEvent, STRIPE_EVENT_QUEUE } from "@/lib/billing/stripe/handle-event";
import type { OutboxHandler } from "../outbox-handler";

const payloadSchema = z.object({ eventId: z.string() });

/** Brings an account in line with Stripe after an event. Errors stay beside the event and are retried. */
export const stripeEventJob: OutboxHandler = {
  queue: STRIPE_EVENT_QUEUE,
  retryLimit: 20,
  expireSeconds: 60,
  concurrency: 2,
  handle: ({ payload }) => handleStripeEvent(payloadSchema.parse(payload)),
};
