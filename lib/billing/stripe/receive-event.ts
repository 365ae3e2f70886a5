import "server-only";
import * as z from "zod";
import { env } from "@/lib/infra/env";
import { isLiveKey, stripeClient } from "@/lib/infra/stripe";
import { enqueueJob } from "@/lib/notifications/enqueue-job";
import { withSystem } from "@/lib/tenancy/with-system";
import { STRIPE_EVENT_QUEUE } from "./handle-event";

const TOLERANCE_S = 300;
const MAX_BYTES = 1_000_000;

/** What the inbox needs of an event; the rest is kept as it came and never trusted. */
const envelope = z.object({
  id: z.string().min(1).max(255),
  type: z.string().min(1).max(100),
  api_version: z.string().max(50).nullish(),
  livemode: z.boolean(),
  created: z.number().int().positive(),
  data: z.object({ object: z.record(z.string(), z.unknown()) }),
});
type Envelope = z.output<typeof envelope>;

export type Receipt = "accepted" | "duplicate" | "refused";

/**
 * Takes one webhook delivery: checks signature, age and mode, then puts the event into the inbox and a job into the
 * outbox in one transaction. Nothing is decided here, so it is fast. `rawBody` must be the bytes as they came.
 */
export async function receiveEvent(
  delivery: { rawBody: string; signature: string | null },
  now = new Date(),
): Promise<Receipt> {
  const event = readEvent(delivery, now);
  if (!event) return "refused";
  return withSystem(async (tx) => {
    const { count } = await tx.stripeEvent.createMany({
      data: {
        id: event.id,
        type: event.type,
        apiVersion: event.api_version ?? null,
        livemode: event.livemode,
        stripeCustomerId: customerOf(event),
        payload: JSON.parse(delivery.rawBody),
        eventCreatedAt: new Date(event.created * 1000),
      },
      skipDuplicates: true,
    });
    if (count === 0) return "duplicate";
    await enqueueJob(tx, {
      queue: STRIPE_EVENT_QUEUE,
      payload: { eventId: event.id },
      dedupeKey: `stripe-event:${event.id}`,
    });
    return "accepted";
  });
}

function readEvent(delivery: { rawBody: string; signature: string | null }, now: Date): Envelope | null {
  const { rawBody, signature } = delivery;
  if (!signature || rawBody.length > MAX_BYTES || rawBody.includes("\\u0000")) return null;
  if (!isRecent(signature, now)) return null;
  try {
    const { STRIPE_WEBHOOK_SECRET: secret } = env();
    const signed = stripeClient().webhooks.constructEvent(rawBody, signature, secret, 0);
    const event = envelope.parse(signed);
    return event.livemode === isLiveKey(env().STRIPE_SECRET_KEY) ? event : null;
  } catch {
    return null;
  }
}

/** Both ways: stripe-node itself accepts any time in the future. */
function isRecent(signature: string, now: Date): boolean {
  const stamp = /(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature)?.[1];
  return stamp !== undefined && Math.abs(now.getTime() / 1000 - Number(stamp)) <= TOLERANCE_S;
}

function customerOf({ type, data: { object } }: Envelope): string | null {
  const reference =
    type.startsWith("customer.") && object.object === "customer" ? object.id : object.customer;
  if (typeof reference === "string") return reference.slice(0, 255);
  const id = z.object({ id: z.string().max(255) }).safeParse(reference);
  return id.success ? id.data.id : null;
}
