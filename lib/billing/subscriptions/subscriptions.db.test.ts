import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PLANS } from "@/lib/entitlements/catalogue";
import { stripeClient as client } from "@/lib/infra/stripe";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeTenant } from "@/lib/testing/make-tenant";
import { startStripe, type TestStripe } from "@/lib/testing/start-stripe";
import { accountActions, type Customer, makeCustomer, sessionOf, subscribe } from "@/lib/testing/subscriber";
import { listInvoices } from "../invoices/list-invoices";
import { openPortal } from "../open-portal";
import { withBillingLock } from "../stripe/billing-lock";
import { syncAccount } from "../stripe/sync-account";
import { syncCatalogue } from "../sync-catalogue";
import { cancelSubscription } from "./cancel-subscription";
import { changeSubscription } from "./change-subscription";
import { listSubscriptions } from "./list-subscriptions";
import { previewChange } from "./preview-change";
import { resumeSubscription } from "./resume-subscription";
import { startCheckout } from "./start-checkout";
import { syncCheckoutReturn } from "./sync-checkout-return";

let stripe: TestStripe;

beforeAll(async () => {
  stripe = await startStripe();
  await syncCatalogue();
});
afterAll(() => stripe.close());

const accountOf = ({ tenant }: Customer) =>
  withSystem((tx) => tx.account.findUniqueOrThrow({ where: { id: tenant.accountId } }));

const stripeSubscriptions = () => stripe.world.store.all("subscription");

describe("a first subscription", () => {
  test("is not there after a declined card and is there after a good one, without any webhook", async () => {
    const customer = await makeCustomer();
    const ctx = await customer.context();
    const { checkout_url } = await startCheckout(ctx, { plan: "professional" });
    expect(await stripe.pay(checkout_url, "4000000000000002")).toBe(402);
    expect(await syncCheckoutReturn(ctx, { sessionId: sessionOf(checkout_url) })).toBeNull();
    expect((await accountOf(customer)).planKey).toBe("free");
    expect(await stripe.pay(checkout_url)).toBe(200);
    const subscription = await syncCheckoutReturn(ctx, { sessionId: sessionOf(checkout_url) });
    expect(subscription).toMatchObject({ plan: "professional", interval: "month", status: "active" });
    expect(await accountOf(customer)).toMatchObject({ planKey: "professional", billingState: "active" });
    expect((await customer.context()).tenant.entitlements).toMatchObject({
      api_calls: { limit: 10_000 },
      agents: { limit: null },
    });
    expect((await listInvoices(ctx, {})).data).toMatchObject([{ status: "paid", total: { amount: 9_900 } }]);
    expect(await accountActions(customer)).toEqual([
      "subscription.started",
      "account.billing_state_changed",
      "account.plan_changed",
    ]);
  });

  test("an abandoned Checkout is expired by the next one and cannot be paid any more", async () => {
    const customer = await makeCustomer();
    const ctx = await customer.context();
    const first = await startCheckout(ctx, { plan: "starter" });
    const second = await startCheckout(ctx, { plan: "professional" });
    expect(await stripe.pay(first.checkout_url)).toBe(400);
    expect(await stripe.pay(second.checkout_url)).toBe(200);
    await syncCheckoutReturn(ctx, { sessionId: sessionOf(second.checkout_url) });
    const rows = await withSystem((tx) =>
      tx.checkoutSession.findMany({
        where: { accountId: customer.tenant.accountId },
        orderBy: { createdAt: "asc" },
        select: { status: true },
      }),
    );
    expect(rows.map((row) => row.status)).toEqual(["expired", "complete"]);
  });

  test("two Checkouts started at once leave one open", async () => {
    const customer = await makeCustomer();
    const ctx = await customer.context();
    await Promise.all([startCheckout(ctx, { plan: "starter" }), startCheckout(ctx, { plan: "starter" })]);
    const open = stripe.world.store
      .all("checkout.session")
      .filter((session) => session.metadata?.account_id === customer.tenant.accountId)
      .filter((session) => session.status === "open");
    expect(open).toHaveLength(1);
  });

  test("a Checkout beside a live subscription is refused, even when nobody told us of it yet", async () => {
    const customer = await makeCustomer();
    const ctx = await customer.context();
    const { checkout_url } = await startCheckout(ctx, { plan: "starter" });
    await stripe.pay(checkout_url);
    await expect(startCheckout(ctx, { plan: "starter" })).rejects.toMatchObject({
      code: "conflict",
      details: { reason: "subscription_exists" },
    });
    expect((await accountOf(customer)).planKey).toBe("starter");
  });

  test("a second payment is cancelled and refunded, and the first keeps running", async () => {
    const customer = await makeCustomer();
    const first = await subscribe(stripe, customer, "starter");
    const { stripeCustomerId } = await accountOf(customer);
    const price = stripe.world.store
      .all("price")
      .find((p) => p.lookup_key?.includes(`professional_v${PLANS.professional.version}_month`));
    const second = await client().checkout.sessions.create({
      mode: "subscription",
      customer: stripeCustomerId ?? "",
      line_items: [{ price: price?.id ?? "", quantity: 1 }],
      success_url: "http://atrium.localhost:3000/",
    });
    expect(await stripe.pay(second.url ?? "")).toBe(200);
    for (let run = 0; run < 2; run += 1) {
      await resync(customer);
    }
    const all = stripeSubscriptions().filter((subscription) => subscription.customer === stripeCustomerId);
    expect(all.map((subscription) => subscription.status).sort()).toEqual(["active", "canceled"]);
    const refunds = stripe.world.store.all("refund").filter((refund) => refund.customer === stripeCustomerId);
    expect(refunds.map((refund) => refund.amount)).toEqual([9_900]);
    const live = (await listSubscriptions(await customer.context(), {})).data.filter(
      (s) => s.status === "active",
    );
    expect(live.map((s) => s.id)).toEqual([first.id]);
    expect((await accountOf(customer)).planKey).toBe("starter");
  });
});

describe("changing the plan", () => {
  test("upgrades now, and the invoice is the preview to the cent", async () => {
    const customer = await makeCustomer();
    const { id } = await subscribe(stripe, customer, "starter");
    const ctx = await customer.context();
    const preview = await previewChange(ctx, { plan: "professional", interval: "month" });
    expect(preview).toMatchObject({ kind: "now", plan: "professional" });
    expect(preview.limits.find((row) => row.feature === "api_calls")).toEqual({
      feature: "api_calls",
      before: 1_000,
      after: 10_000,
      better: true,
    });
    const changed = await changeSubscription(ctx, {
      id,
      plan: "professional",
      interval: "month",
      ...(preview.proration_date && { proration_date: preview.proration_date }),
    });
    expect(changed.plan).toBe("professional");
    const [latest] = (await listInvoices(ctx, {})).data;
    expect(latest?.total.amount).toBe(preview.due_now.amount);
    expect((await accountOf(customer)).planKey).toBe("professional");
  });

  test("to a year is billed at once", async () => {
    const customer = await makeCustomer();
    const { id } = await subscribe(stripe, customer, "starter");
    const ctx = await customer.context();
    const preview = await previewChange(ctx, { plan: "starter", interval: "year" });
    expect(preview.kind).toBe("now");
    const changed = await changeSubscription(ctx, { id, plan: "starter", interval: "year" });
    expect(changed.interval).toBe("year");
    const length =
      Date.parse(changed.current_period_end ?? "") - Date.parse(changed.current_period_start ?? "");
    expect(length).toBeGreaterThan(364 * 86_400_000);
  });

  test("downgrades with the next period and keeps what was paid for until then", async () => {
    const customer = await makeCustomer();
    const { id } = await subscribe(stripe, customer, "professional");
    const ctx = await customer.context();
    expect(await previewChange(ctx, { plan: "starter" })).toMatchObject({
      kind: "period_end",
      due_now: { amount: 0 },
      next_charge: { amount: 2_900 },
    });
    const changed = await changeSubscription(ctx, { id, plan: "starter", interval: "month" });
    expect(changed).toMatchObject({ plan: "professional", pending_plan: "starter" });
    expect((await accountOf(customer)).planKey).toBe("professional");
    await expect(
      changeSubscription(ctx, { id, plan: "enterprise", interval: "month" }),
    ).rejects.toMatchObject({
      details: { reason: "change_scheduled" },
    });
    const back = await changeSubscription(ctx, { id, plan: "professional", interval: "month" });
    expect(back).toMatchObject({ plan: "professional", pending_plan: null });
    await changeSubscription(ctx, { id, plan: "starter", interval: "month" });
    await endPeriod(customer);
    expect((await accountOf(customer)).planKey).toBe("starter");
    expect((await listInvoices(ctx, {})).data[0]?.total.amount).toBe(2_900);
  });

  test("is refused when the card is, and nothing changes", async () => {
    const customer = await makeCustomer();
    const { id } = await subscribe(stripe, customer, "starter");
    const { stripeCustomerId } = await accountOf(customer);
    await stripe.control(`customers/${stripeCustomerId}/decline-next`, {});
    const ctx = await customer.context();
    await expect(
      changeSubscription(ctx, { id, plan: "enterprise", interval: "month" }),
    ).rejects.toMatchObject({
      details: { reason: "card_declined" },
    });
    expect((await accountOf(customer)).planKey).toBe("starter");
  });

  test("to the present plan is refused", async () => {
    const customer = await makeCustomer();
    const { id } = await subscribe(stripe, customer, "starter");
    await expect(
      changeSubscription(await customer.context(), { id, plan: "starter", interval: "month" }),
    ).rejects.toMatchObject({ details: { reason: "unchanged" } });
  });
});

async function endPeriod(customer: Customer): Promise<void> {
  const { stripeCustomerId } = await accountOf(customer);
  const live = stripeSubscriptions().find((s) => s.customer === stripeCustomerId && s.status !== "canceled");
  expect((await stripe.control(`subscriptions/${live?.id}/advance`)).status).toBe(200);
  await resync(customer);
}

async function resync(customer: Customer): Promise<void> {
  await withBillingLock(customer.tenant.accountId, (tx, account) => syncAccount(tx, account));
}

describe("leaving", () => {
  test("cancels at the end of the period, resumes, cancels again and falls to Free", async () => {
    const customer = await makeCustomer();
    const { id, current_period_end } = await subscribe(stripe, customer, "starter");
    const ctx = await customer.context();
    const cancelled = await cancelSubscription(ctx, { id, reason: "too_expensive" });
    expect(cancelled).toMatchObject({ status: "active", cancels_at: current_period_end });
    await expect(cancelSubscription(ctx, { id })).rejects.toMatchObject({
      details: { reason: "already_cancelled" },
    });
    expect((await resumeSubscription(ctx, { id })).cancels_at).toBeNull();
    await expect(resumeSubscription(ctx, { id })).rejects.toMatchObject({
      details: { reason: "not_cancelled" },
    });
    await cancelSubscription(ctx, { id, reason: "unused", comment: "until next year" });
    await endPeriod(customer);
    expect(await accountOf(customer)).toMatchObject({ planKey: "free", billingState: "ended" });
    await expect(cancelSubscription(ctx, { id })).rejects.toMatchObject({
      details: { reason: "subscription_ended" },
    });
    expect(await accountActions(customer)).toContain("subscription.cancel_scheduled");
    expect((await accountActions(customer)).at(-1)).toBe("account.plan_changed");
  });

  test("parks the tenants that Free has no room for, and an upgrade brings them back", async () => {
    const customer = await makeCustomer();
    const { accountId } = customer.tenant;
    const second = await makeTenant({ accountId });
    const third = await makeTenant({ accountId });
    const { id } = await subscribe(stripe, customer, "starter");
    const statuses = () =>
      withSystem(async (tx) => {
        const rows = await tx.tenant.findMany({ where: { accountId }, orderBy: { createdAt: "asc" } });
        return rows.map((row) => row.status);
      });
    expect(await statuses()).toEqual(["active", "active", "active"]);
    await cancelSubscription(await customer.context(), { id });
    await endPeriod(customer);
    expect(await statuses()).toEqual(["active", "parked", "parked"]);
    await subscribe(stripe, customer, "professional");
    expect(await statuses()).toEqual(["active", "active", "active"]);
    expect([second.id, third.id]).toHaveLength(2);
  });
});

describe("the portal", () => {
  test("opens for the account's customer and returns to the billing page", async () => {
    const customer = await makeCustomer();
    const { url } = await openPortal(await customer.context(), {});
    expect(url).toContain(stripe.url);
    const [session] = stripe.world.store.all("billing_portal.session").slice(-1);
    expect(session?.return_url).toContain(`${customer.tenant.slug}.atrium.localhost`);
    expect((await openPortal(await customer.context(), { flow: "payment_method" })).url).toContain("portal");
  });

  test("a cancellation made in the portal is seen and can be resumed here", async () => {
    const customer = await makeCustomer();
    const { id } = await subscribe(stripe, customer, "starter");
    const row = await withSystem((tx) => tx.subscription.findUniqueOrThrow({ where: { id } }));
    await client().subscriptions.update(row.stripeSubscriptionId, { cancel_at: "min_period_end" });
    await resync(customer);
    const ctx = await customer.context();
    expect((await listSubscriptions(ctx, {})).data[0]?.cancels_at).not.toBeNull();
    expect((await resumeSubscription(ctx, { id })).cancels_at).toBeNull();
  });
});
