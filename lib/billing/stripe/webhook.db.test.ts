import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { env } from "@/lib/infra/env";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeContext } from "@/lib/testing/make-context";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { sign, startStripe, type TestStripe } from "@/lib/testing/start-stripe";
import { advanceDunning } from "../advance-dunning";
import { DRIFT_SETTING, reconcileBilling } from "../reconcile-billing";
import { startCheckout } from "../subscriptions/start-checkout";
import { syncCatalogue } from "../sync-catalogue";
import { handleStripeEvent } from "./handle-event";
import { receiveEvent } from "./receive-event";

const DAY_MS = 86_400_000;
let stripe: TestStripe;
let tenant: TestTenant;
let customer: string;

beforeAll(async () => {
  stripe = await startStripe();
  await syncCatalogue();
});
afterAll(() => stripe.close());
beforeEach(async () => {
  tenant = await makeTenant();
  const ctx = await makeContext(tenant, tenant.owner);
  const { checkout_url } = await startCheckout(ctx, { plan: "starter" });
  expect(await stripe.pay(checkout_url)).toBe(200);
  customer = (await account()).stripeCustomerId ?? "";
});

const account = () => withSystem((tx) => tx.account.findUniqueOrThrow({ where: { id: tenant.accountId } }));
const inbox = (id: string) => withSystem((tx) => tx.stripeEvent.findUnique({ where: { id } }));
const secret = () => env().STRIPE_WEBHOOK_SECRET;

/** An event of this customer, as Stripe's body. */
function bodyOf(change: Record<string, unknown> = {}): { id: string; body: string } {
  const id = `evt_${newId()}`;
  const event = {
    id,
    object: "event",
    api_version: "2026-10-28.endive",
    created: Math.floor(Date.now() / 1000),
    livemode: false,
    type: "customer.subscription.updated",
    data: { object: { id: "sub_x", object: "subscription", customer } },
    ...change,
  };
  return { id, body: JSON.stringify(event) };
}

async function deliver(body: string): Promise<string> {
  return receiveEvent(sign(body, secret()));
}

describe("what is let in", () => {
  test("a signed event goes into the inbox and the outbox once, however often it comes", async () => {
    const { id, body } = bodyOf();
    const receipts = await Promise.all([deliver(body), deliver(body), deliver(body)]);
    expect(receipts.sort()).toEqual(["accepted", "duplicate", "duplicate"]);
    expect(await deliver(body)).toBe("duplicate");
    const jobs = await withSystem((tx) =>
      tx.outboxItem.count({ where: { dedupeKey: `stripe-event:${id}` } }),
    );
    expect([jobs, (await inbox(id))?.handledAt]).toEqual([1, null]);
  });

  const at = (shift: number) => Math.floor(Date.now() / 1000) + shift;
  const refusals: [string, () => { rawBody: string; signature: string | null }][] = [
    ["forged with another secret", () => sign(bodyOf().body, "whsec_of_somebody_else")],
    ["without a signature", () => ({ rawBody: bodyOf().body, signature: null })],
    ["with a signature that is none", () => ({ rawBody: bodyOf().body, signature: "t=x,v1=y" })],
    ["with an empty signature", () => ({ rawBody: bodyOf().body, signature: "" })],
    ["changed after signing", () => ({ ...sign(bodyOf().body, secret()), rawBody: bodyOf().body })],
    ["from ten minutes ago", () => sign(bodyOf().body, secret(), at(-600))],
    ["from ten minutes ahead", () => sign(bodyOf().body, secret(), at(600))],
    ["of the other mode", () => sign(bodyOf({ livemode: true }).body, secret())],
    ["that is no JSON", () => sign("{", secret())],
    ["that is another JSON", () => sign('{"object":"event"}', secret())],
    ["with a list for data", () => sign(bodyOf({ data: [] }).body, secret())],
    ["with an id that is no text", () => sign(bodyOf({ id: 7 }).body, secret())],
    ["with a NUL character", () => sign(bodyOf({ type: "a\u0000b" }).body, secret())],
    ["larger than a megabyte", () => sign(bodyOf({ filler: "x".repeat(1_100_000) }).body, secret())],
    ["that is empty", () => sign("", secret())],
  ];
  test.each(refusals)("a delivery %s is refused at once and leaves nothing", async (_name, make) => {
    const before = await withSystem((tx) => tx.stripeEvent.count());
    const startedAt = performance.now();
    expect(await receiveEvent(make())).toBe("refused");
    expect(performance.now() - startedAt).toBeLessThan(500);
    expect(await withSystem((tx) => tx.stripeEvent.count())).toBe(before);
  });

  test("five minutes of clock difference are allowed both ways", async () => {
    for (const shift of [-299, 299]) {
      expect(await receiveEvent(sign(bodyOf().body, secret(), at(shift)))).toBe("accepted");
    }
  });

  test("an accepted delivery is answered well within a second", async () => {
    const startedAt = performance.now();
    await deliver(bodyOf().body);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

describe("what an event does", () => {
  test("brings the account in line with Stripe, whatever the event says", async () => {
    const { id, body } = bodyOf({
      data: { object: { id: "sub_lie", object: "subscription", customer, status: "canceled" } },
    });
    await deliver(body);
    await handleStripeEvent({ eventId: id });
    expect(await account()).toMatchObject({ planKey: "starter", billingState: "active" });
    expect((await inbox(id))?.handledAt).not.toBeNull();
  });

  test("of an unknown customer, an unknown type or no customer changes nothing and is done", async () => {
    for (const change of [
      { data: { object: { object: "subscription", customer: "cus_of_nobody" } } },
      { type: "made.up", data: { object: { object: "made_up" } } },
    ]) {
      const { id, body } = bodyOf(change);
      await deliver(body);
      await handleStripeEvent({ eventId: id });
      expect((await inbox(id))?.handledAt).not.toBeNull();
    }
  });

  test("one fetch covers all events that had arrived", async () => {
    const events = Array.from({ length: 5 }, () => bodyOf());
    for (const { body } of events) await deliver(body);
    await handleStripeEvent({ eventId: events[3]?.id ?? "" });
    const handled = await Promise.all(events.map(async ({ id }) => (await inbox(id))?.handledAt !== null));
    expect(handled).toEqual([true, true, true, true, true]);
  });

  test("that fails stays open with its error, and succeeds later", async () => {
    const { id, body } = bodyOf();
    await deliver(body);
    const address = env().STRIPE_API_BASE;
    Object.assign(env(), { STRIPE_API_BASE: "http://127.0.0.1:1" });
    await expect(handleStripeEvent({ eventId: id })).rejects.toMatchObject({ code: "upstream_failed" });
    Object.assign(env(), { STRIPE_API_BASE: address });
    expect(await inbox(id)).toMatchObject({ handledAt: null, attempts: 1 });
    expect((await inbox(id))?.lastError).toContain("payment service");
    expect((await account()).planKey).toBe("free");
    await handleStripeEvent({ eventId: id });
    expect(await inbox(id)).toMatchObject({ lastError: null });
    expect((await account()).planKey).toBe("starter");
  });

  test("mails the owner once for each thing that happened", async () => {
    const { id, body } = bodyOf();
    await deliver(body);
    const mails = () => withSystem((tx) => tx.outboxItem.count({ where: { queue: "mail" } }));
    const before = await mails();
    await Promise.all([handleStripeEvent({ eventId: id }), handleStripeEvent({ eventId: id })]);
    expect((await mails()) - before).toBe(1);
  });
});

describe("the ladder of a failed payment", () => {
  const subscription = () =>
    stripe.world.store.all("subscription").find((found) => found.customer === customer);

  async function event(): Promise<void> {
    const { id, body } = bodyOf();
    await deliver(body);
    await handleStripeEvent({ eventId: id });
  }

  test("is grace, read-only and closed by the days, and ends with the payment", async () => {
    await event();
    expect((await stripe.control(`subscriptions/${subscription()?.id}/past-due`)).status).toBe(200);
    await event();
    expect(await account()).toMatchObject({ planKey: "starter", billingState: "grace" });
    const ctx = () => makeContext(tenant, tenant.owner);
    expect((await ctx()).decide("agents:create").allowed).toBe(true);
    const row = await withSystem((tx) =>
      tx.subscription.findFirst({ where: { accountId: tenant.accountId } }),
    );
    const since = row?.pastDueSince?.getTime() ?? 0;
    await advanceDunning(new Date(since + 6.9 * DAY_MS));
    expect((await account()).billingState).toBe("grace");
    await advanceDunning(new Date(since + 7 * DAY_MS));
    expect((await account()).billingState).toBe("restricted");
    expect((await ctx()).decide("agents:create")).toMatchObject({ allowed: false, code: "payment_past_due" });
    expect((await ctx()).decide("agents:read").allowed).toBe(true);
    await advanceDunning(new Date(since + 14 * DAY_MS));
    expect((await account()).billingState).toBe("suspended");
    expect((await ctx()).decide("agents:read")).toMatchObject({ allowed: false, code: "tenant_suspended" });
    expect((await ctx()).decide("billing:manage").allowed).toBe(true);
    await payOpenInvoice();
    await event();
    expect((await account()).billingState).toBe("active");
    expect((await ctx()).decide("agents:create").allowed).toBe(true);
  });

  async function payOpenInvoice(): Promise<void> {
    const { stripeClient } = await import("@/lib/infra/stripe");
    const open = await stripeClient().invoices.list({ customer, status: "open" });
    for (const invoice of open.data) await stripeClient().invoices.pay(invoice.id);
  }
});

describe("reconciliation", () => {
  test("corrects what no event told, counts it, and finds nothing the second time", async () => {
    const first = await reconcileBilling();
    expect(first.drift).toBeGreaterThan(0);
    expect((await account()).planKey).toBe("starter");
    const second = await reconcileBilling();
    expect([second.drift, second.failed]).toEqual([0, 0]);
    const stored = await withSystem((tx) => tx.platformSetting.findUnique({ where: { key: DRIFT_SETTING } }));
    expect(stored?.value).toMatchObject({ drift: 0 });
  });
});
