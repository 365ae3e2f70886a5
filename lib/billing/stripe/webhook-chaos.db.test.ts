import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lookupKey, PLANS, type PlanKey } from "@/lib/entitlements/catalogue";
import { env } from "@/lib/infra/env";
import type { StripeEvent } from "@/lib/infra/prisma/generated/client";
import { stripeClient } from "@/lib/infra/stripe";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { sign, startStripe, type TestStripe } from "@/lib/testing/start-stripe";
import { ensureStripeCustomer } from "../ensure-stripe-customer";
import { syncCatalogue } from "../sync-catalogue";
import { KEEP_PLAN, KEEP_UNTIL, planOfPrice } from "./fetch-customer";
import { handleStripeEvent } from "./handle-event";
import { receiveEvent } from "./receive-event";

const SCHEDULES = 50;
/** What an endpoint subscribes to; the rest decides nothing. */
const RELEVANT = /^(customer\.subscription|invoice|checkout\.session)\./;
const NOBODY_THERE = "http://127.0.0.1:1";

type Tables = Map<string, Map<string, unknown>>;
/** What Stripe knew after a step, and the events that the step made. */
type Step = { tables: Tables; events: { id: string; body: string }[] };

let stripe: TestStripe;
let tenant: TestTenant;
let customer: string;
let steps: Step[] = [];

beforeAll(async () => {
  stripe = await startStripe();
  await syncCatalogue();
  tenant = await makeTenant();
  customer = await ensureStripeCustomer(tenant.accountId);
  steps = await liveHistory();
});
afterAll(() => stripe.close());

/** Sign-up, upgrade, cancel, resume, downgrade, renewal, failed payment, recovery, a year, the end, a new start. */
async function liveHistory(): Promise<Step[]> {
  const price = async (plan: PlanKey, interval: "month" | "year" = "month") => {
    const found = await stripeClient().prices.list({ lookup_keys: [lookupKey(PLANS[plan], interval)] });
    return found.data[0]?.id ?? "";
  };
  const current = async () => {
    const subscription = (await stripeClient().subscriptions.list({ customer })).data[0];
    const item = subscription?.items.data[0];
    if (!subscription || !item) throw new Error("no subscription");
    return { id: subscription.id, item: item.id, end: item.current_period_end };
  };
  const checkout = async () => {
    const session = await stripeClient().checkout.sessions.create({
      mode: "subscription",
      customer,
      line_items: [{ price: await price("starter"), quantity: 1 }],
      success_url: "http://atrium.localhost:3000/",
    });
    await stripe.pay(session.url ?? "");
  };
  const change = async (plan: PlanKey, interval: "month" | "year" = "month") => {
    const { id, item } = await current();
    const items = [{ id: item, price: await price(plan, interval) }];
    await stripeClient().subscriptions.update(id, { items, proration_behavior: "always_invoice" });
  };
  const history: (() => Promise<unknown>)[] = [
    checkout,
    () => change("professional"),
    async () => stripeClient().subscriptions.update((await current()).id, { cancel_at_period_end: true }),
    async () => stripeClient().subscriptions.update((await current()).id, { cancel_at_period_end: false }),
    async () => {
      const { id, item, end } = await current();
      await stripeClient().subscriptions.update(id, {
        items: [{ id: item, price: await price("starter") }],
        proration_behavior: "none",
        metadata: { [KEEP_PLAN]: "professional", [KEEP_UNTIL]: String(end) },
      });
    },
    async () => stripe.control(`subscriptions/${(await current()).id}/advance`),
    async () => stripe.control(`subscriptions/${(await current()).id}/past-due`),
    async () => {
      const open = await stripeClient().invoices.list({ customer, status: "open" });
      for (const invoice of open.data) await stripeClient().invoices.pay(invoice.id);
    },
    () => change("enterprise", "year"),
    async () => stripeClient().subscriptions.cancel((await current()).id),
    checkout,
  ];
  const made: Step[] = [];
  const seen = new Set(stripe.world.store.all("event").map((event) => event.id));
  for (const step of history) {
    await step();
    const unseen = stripe.world.store.all("event").filter((event) => !seen.has(event.id));
    for (const event of unseen) seen.add(event.id);
    const fresh = unseen.filter((event) => RELEVANT.test(event.type));
    made.push({
      tables: structuredClone(new Map(Object.entries(stripe.world.store.tables))) as Tables,
      events: fresh.map((event) => ({ id: event.id, body: JSON.stringify(event) })),
    });
  }
  return made;
}

/** Puts Stripe back to what it knew after a step. */
function rewind(step: Step): void {
  for (const [name, table] of Object.entries(stripe.world.store.tables) as [string, Map<string, unknown>][]) {
    if (name === "event") continue;
    table.clear();
    for (const [id, object] of step.tables.get(name) ?? []) table.set(id, structuredClone(object));
  }
}

async function forgetEverything(): Promise<void> {
  const { accountId } = tenant;
  await withSystem(async (tx) => {
    await tx.stripeEvent.deleteMany();
    await tx.outboxItem.deleteMany();
    await tx.subscription.deleteMany({ where: { accountId } });
    await tx.invoice.deleteMany({ where: { accountId } });
    await tx.usagePeriod.deleteMany({ where: { accountId } });
    await tx.accountEntitlement.deleteMany({ where: { accountId } });
    await tx.account.update({ where: { id: accountId }, data: { planKey: "free", billingState: "none" } });
  });
}

/** Everything that events decide, without our own ids and write times. */
async function stateHash(): Promise<string> {
  const { accountId } = tenant;
  const state = await withSystem(async (tx) => ({
    account: await tx.account.findUnique({
      where: { id: accountId },
      select: { planKey: true, billingState: true },
    }),
    subscriptions: await tx.subscription.findMany({
      where: { accountId },
      omit: { id: true, updatedAt: true },
      orderBy: { stripeSubscriptionId: "asc" },
    }),
    invoices: await tx.invoice.findMany({
      where: { accountId },
      omit: { id: true, updatedAt: true },
      orderBy: { stripeInvoiceId: "asc" },
    }),
    entitlements: await tx.accountEntitlement.findMany({ where: { accountId }, orderBy: { feature: "asc" } }),
    tenants: await tx.tenant.findMany({ where: { accountId }, select: { status: true, planType: true } }),
    period: await tx.usagePeriod.findFirst({
      where: { accountId, startsAt: { lte: new Date() }, endsAt: { gt: new Date() } },
      select: { startsAt: true, endsAt: true, source: true },
    }),
  }));
  const text = JSON.stringify(state, (_key, value) => (typeof value === "bigint" ? String(value) : value));
  return createHash("sha256").update(text).digest("hex");
}

async function mailsSent(): Promise<number> {
  return withSystem((tx) => tx.outboxItem.count({ where: { queue: "mail" } }));
}

async function overlaps(): Promise<number> {
  const rows = await withSystem(
    (tx) => tx.$queryRaw<{ n: bigint }[]>`select count(*) as n from platform.usage_periods a
      join platform.usage_periods b on a.account_id = b.account_id and a.id < b.id
      and a.starts_at < b.ends_at and b.starts_at < a.ends_at where a.account_id = ${tenant.accountId}::uuid`,
  );
  return Number(rows[0]?.n ?? 0);
}

/** Deliveries that come at once, and the workers that take them up. */
async function take(events: readonly { id: string; body: string }[]): Promise<void> {
  const secret = env().STRIPE_WEBHOOK_SECRET;
  await Promise.all(events.map(({ body }) => receiveEvent(sign(body, secret))));
  await Promise.allSettled(events.map(({ id }) => handleStripeEvent({ eventId: id })));
}

/** Numbers that look random and are the same in every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Delivery = { step: number; event: { id: string; body: string } };

/** One to five copies of every event, each at or after its own step, in any order within one. */
function scheduleOf(random: () => number): Delivery[][] {
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

async function runSchedule(seed: number): Promise<{ hash: string; deliveries: Delivery[]; mails: number }> {
  const random = randomFrom(seed);
  const slots = scheduleOf(random);
  await forgetEverything();
  const address = env().STRIPE_API_BASE;
  for (const [index, slot] of slots.entries()) {
    const step = steps[index];
    if (step) rewind(step);
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
  expect(await open()).toEqual([]);
  return { hash: await stateHash(), deliveries: slots.flat(), mails: await mailsSent() };
}

const open = (): Promise<Pick<StripeEvent, "id">[]> =>
  withSystem((tx) => tx.stripeEvent.findMany({ where: { handledAt: null }, select: { id: true } }));

/** The known-bad handler: believes what the last delivered event says. */
function trustingHandler(deliveries: readonly Delivery[]): string {
  const state = new Map<string, string>();
  for (const { event } of deliveries) {
    const { type, data } = JSON.parse(event.body);
    if (!String(type).startsWith("customer.subscription.")) continue;
    const plan = planOfPrice(data.object.items.data[0].price).key;
    state.set(data.object.id, `${data.object.status}:${plan}:${data.object.cancel_at_period_end}`);
  }
  return JSON.stringify([...state].sort());
}

test(`${SCHEDULES} random schedules end in the state of in-order delivery, without a doubled mail`, async () => {
  await forgetEverything();
  for (const step of steps) {
    rewind(step);
    for (const event of step.events) await take([event]);
  }
  const inOrder = { hash: await stateHash(), mails: await mailsSent() };
  const events = steps.flatMap((step) => step.events);
  const trusted = trustingHandler(
    steps.flatMap((step, index) => step.events.map((event) => ({ step: index, event }))),
  );
  let deliveries = 0;
  let diverged = 0;
  for (let seed = 1; seed <= SCHEDULES; seed += 1) {
    const run = await runSchedule(seed);
    expect(run.hash, `schedule ${seed}`).toBe(inOrder.hash);
    expect(run.mails, `mails of schedule ${seed}`).toBeLessThanOrEqual(inOrder.mails);
    expect(await overlaps(), `periods of schedule ${seed}`).toBe(0);
    deliveries += run.deliveries.length;
    if (trustingHandler(run.deliveries) !== trusted) diverged += 1;
  }
  console.log(
    JSON.stringify({
      suite: "webhook-chaos",
      schedules: SCHEDULES,
      events: events.length,
      deliveries,
      diverged: 0,
      control_diverged: diverged,
    }),
  );
  expect(events.length).toBeGreaterThanOrEqual(30);
  expect(diverged, "the handler that trusts payloads must be caught").toBeGreaterThan(SCHEDULES / 2);
}, 600_000);
