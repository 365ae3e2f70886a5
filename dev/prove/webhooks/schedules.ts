import { planOfPrice } from "@/lib/billing/stripe/fetch-customer";
import { handleStripeEvent } from "@/lib/billing/stripe/handle-event";
import { receiveEvent } from "@/lib/billing/stripe/receive-event";
import { env } from "@/lib/infra/env";
import { withSystem } from "@/lib/tenancy/with-system";
import { sign, type TestStripe } from "@/lib/testing/start-stripe";
import { seededRandom } from "../random";
import { type Event, rewind, type Step } from "./history";
import { forgetEverything, mailsSent, stateHash } from "./state";

const NOBODY_THERE = "http://127.0.0.1:1";

export type Stage = { stripe: TestStripe; accountId: string; steps: readonly Step[] };

/** Deliveries that come at once, and the workers that take them up. */
export async function take(events: readonly Event[]): Promise<void> {
  const secret = env().STRIPE_WEBHOOK_SECRET;
  await Promise.all(events.map(({ body }) => receiveEvent(sign(body, secret))));
  await Promise.allSettled(events.map(({ id }) => handleStripeEvent({ eventId: id })));
}

export type Delivery = { step: number; event: Event };

/** One to five copies of every event, each at or after its own step, in any order within one. */
function scheduleOf(steps: readonly Step[], random: () => number): Delivery[][] {
  const slots: Delivery[][] = steps.map(() => []);
  for (const [step, { events }] of steps.entries()) {
    for (const event of events) {
      const copies = random() < 0.7 ? 1 : 1 + Math.floor(random() * 5);
      for (let copy = 0; copy < copies; copy += 1) {
        const delay = random() < 0.5 ? 0 : Math.floor(random() * (steps.length - step));
        slots[step + delay]?.push({ step, event });
      }
    }
  }
  return slots.map((slot) =>
    slot
      .map((entry) => ({ entry, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ entry }) => entry),
  );
}

/** What one schedule ends in, with the events that stay open (none, when all is well). */
export async function runSchedule(stage: Stage, seed: number) {
  const { stripe, accountId, steps } = stage;
  const random = seededRandom(seed);
  const slots = scheduleOf(steps, random);
  await forgetEverything(accountId);
  const address = env().STRIPE_API_BASE;
  for (const [index, slot] of slots.entries()) {
    const step = steps[index];
    if (step) rewind(stripe, step);
    for (let from = 0; from < slot.length; ) {
      const batch = slot.slice(from, from + 1 + Math.floor(random() * 8));
      from += batch.length;
      // Now and then Stripe cannot be reached while a worker handles an event: it stays open.
      const isCut = random() < 0.01;
      if (isCut) Object.assign(env(), { STRIPE_API_BASE: NOBODY_THERE });
      await take(batch.map(({ event }) => event));
      Object.assign(env(), { STRIPE_API_BASE: address });
    }
  }
  for (const { id } of await open()) await handleStripeEvent({ eventId: id });
  return {
    hash: await stateHash(accountId),
    deliveries: slots.flat(),
    mails: await mailsSent(),
    open: (await open()).length,
  };
}

const open = () =>
  withSystem((tx) => tx.stripeEvent.findMany({ where: { handledAt: null }, select: { id: true } }));

/** The known-bad handler: believes what the last delivered event says. */
export function trustingHandler(deliveries: readonly Delivery[]): string {
  const state = new Map<string, string>();
  for (const { event } of deliveries) {
    const { type, data } = JSON.parse(event.body);
    if (!String(type).startsWith("customer.subscription.")) continue;
    const plan = planOfPrice(data.object.items.data[0].price).key;
    state.set(data.object.id, `${data.object.status}:${plan}:${data.object.cancel_at_period_end}`);
  }
  return JSON.stringify([...state].sort());
}
