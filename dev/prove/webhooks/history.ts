import { KEEP_PLAN, KEEP_UNTIL } from "@/lib/billing/stripe/fetch-customer";
import { lookupKey, PLANS, type PlanKey } from "@/lib/entitlements/catalogue";
import { stripeClient } from "@/lib/infra/stripe";
import type { TestStripe } from "@/lib/testing/start-stripe";

/** What an endpoint subscribes to; the rest decides nothing. */
const RELEVANT = /^(customer\.subscription|invoice|checkout\.session)\./;

type Tables = Map<string, Map<string, unknown>>;
export type Event = { id: string; body: string };
/** What Stripe knew after a step, and the events that the step made. */
export type Step = { tables: Tables; events: Event[] };

/** Sign-up, upgrade, cancel, resume, downgrade, renewal, failed payment, recovery, a year, the end, a new start. */
export async function liveHistory(stripe: TestStripe, customer: string): Promise<Step[]> {
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
export function rewind(stripe: TestStripe, step: Step): void {
  for (const [name, table] of Object.entries(stripe.world.store.tables) as [string, Map<string, unknown>][]) {
    if (name === "event") continue;
    table.clear();
    for (const [id, object] of step.tables.get(name) ?? []) table.set(id, structuredClone(object));
  }
}
