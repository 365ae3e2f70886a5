import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StripeSimulator } from "./server";
import {
  connect,
  control,
  createCatalogue,
  GOOD_CARD,
  startTestSimulator,
  submit,
} from "./testing/simulator";
import { at, DAY_S, START, subscribe as subscribeTo } from "./testing/subscribe";

let simulator: StripeSimulator;
let stripe: Stripe;
let plans: Awaited<ReturnType<typeof createCatalogue>>;

beforeAll(async () => {
  simulator = await startTestSimulator();
  stripe = connect(simulator);
  plans = await createCatalogue(stripe);
});
afterAll(() => simulator.close());

const subscribe = (options: Parameters<typeof subscribeTo>[2] = {}) => subscribeTo(stripe, plans, options);

describe("renewals", () => {
  it("keep the anchor's day through a short month", async () => {
    const { subscription, advance, reload, invoices } = await subscribe();
    expect(subscription.items.data[0]?.current_period_end).toBe(at(2027, 1, 28, 12));
    await advance(at(2027, 2, 1));
    expect((await reload()).items.data[0]?.current_period_end).toBe(at(2027, 2, 31, 12));
    await advance(at(2027, 4, 1));
    expect((await reload()).items.data[0]?.current_period_end).toBe(at(2027, 4, 31, 12));
    expect((await invoices()).map(({ status, billing_reason }) => `${status} ${billing_reason}`)).toEqual([
      "paid subscription_cycle",
      "paid subscription_cycle",
      "paid subscription_cycle",
      "paid subscription_create",
    ]);
  });

  it("name their subscription on the invoice and its lines", async () => {
    const { subscription, invoices } = await subscribe();
    const [invoice] = await invoices();
    expect(invoice?.parent?.subscription_details?.subscription).toBe(subscription.id);
    expect(invoice?.lines.data[0]?.parent?.subscription_item_details?.subscription).toBe(subscription.id);
    expect(invoice?.number).toMatch(/^[0-9A-Z]{8}-0001$/);
  });
});

describe("a card that stops working", () => {
  it("makes the subscription past due; paying the invoice makes it active again", async () => {
    const { customer, advance, reload, invoices } = await subscribe();
    await control(simulator, "POST", `customers/${customer}/decline-next`);
    await advance(at(2027, 2, 1));
    expect((await reload()).status).toBe("past_due");
    const [open] = await invoices();
    expect(open).toMatchObject({ status: "open", attempt_count: 1, amount_remaining: 2_900 });
    expect(open?.next_payment_attempt).toBe(at(2027, 1, 28, 12) + 3 * DAY_S);
    expect((await stripe.invoices.pay(open?.id ?? "")).status).toBe("paid");
    expect((await reload()).status).toBe("active");
  });

  it("is tried again, and ends the subscription when every retry fails", async () => {
    const { advance, reload, customer } = await subscribe();
    await control(simulator, "POST", `customers/${customer}/decline-next`, { times: 9 });
    await advance(at(2027, 1, 28, 12) + 9 * DAY_S);
    expect((await reload()).status).toBe("past_due");
    await advance(at(2027, 1, 28, 12) + 16 * DAY_S);
    const ended = await reload();
    expect(ended.status).toBe("canceled");
    expect(ended.cancellation_details?.reason).toBe("payment_failed");
  });

  it("can be one that pays at the page and never again", async () => {
    const session = await stripe.checkout.sessions.create({
      mode: "subscription",
      line_items: [{ price: plans.starterMonthly.id, quantity: 1 }],
      success_url: "http://app.test/",
    });
    await submit(session.url ?? "", { ...GOOD_CARD, number: "4000000000000341", email: "late@example.com" });
    const { subscription } = await stripe.checkout.sessions.retrieve(session.id);
    const renewed = await control(simulator, "POST", `subscriptions/${subscription}/advance`);
    expect(renewed.body.status).toBe("past_due");
  });

  it("leaves a new subscription incomplete, or none when that is asked for", async () => {
    const { subscription } = await subscribe({ method: "pm_card_chargeCustomerFail" });
    expect(subscription.status).toBe("incomplete");
    const strict = subscribe({
      method: "pm_card_chargeCustomerFail",
      create: { payment_behavior: "error_if_incomplete" },
    });
    await expect(strict).rejects.toMatchObject({ statusCode: 402, code: "card_declined" });
  });
});

describe("cancelling", () => {
  it("ends at the end of the period unless it is taken back", async () => {
    const { subscription, advance, reload, invoices } = await subscribe();
    const scheduled = await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    expect(scheduled).toMatchObject({ status: "active", cancel_at: at(2027, 1, 28, 12), canceled_at: START });
    const resumed = await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: false });
    expect(resumed).toMatchObject({ cancel_at: null, canceled_at: null });
    await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    await advance(at(2027, 2, 1));
    expect(await reload()).toMatchObject({ status: "canceled", ended_at: at(2027, 1, 28, 12) });
    expect(await invoices()).toHaveLength(1);
  });

  it("ends at once, and only once", async () => {
    const { subscription } = await subscribe();
    expect(await stripe.subscriptions.cancel(subscription.id)).toMatchObject({
      status: "canceled",
      ended_at: START,
    });
    await expect(stripe.subscriptions.cancel(subscription.id)).rejects.toMatchObject({
      code: "resource_missing",
    });
    const items = [{ price: plans.proMonthly.id }];
    await expect(stripe.subscriptions.update(subscription.id, { items })).rejects.toThrow(
      "canceled subscription",
    );
  });
});

describe("other ways to start", () => {
  it("bills after the trial", async () => {
    const { subscription, advance, reload, invoices } = await subscribe({ create: { trial_period_days: 7 } });
    expect(subscription.status).toBe("trialing");
    await advance(START + 8 * DAY_S);
    expect((await reload()).status).toBe("active");
    expect((await invoices()).map(({ total }) => total)).toEqual([2_900, 0]);
  });

  it("bills metered use after the period", async () => {
    const meter = await stripe.billing.meters.create({
      display_name: "Calls",
      event_name: "calls",
      default_aggregation: { formula: "sum" },
    });
    const metered = await stripe.prices.create({
      product: plans.pro.id,
      currency: "usd",
      unit_amount_decimal: Stripe.Decimal.from("0.5"),
      recurring: { interval: "month", usage_type: "metered", meter: meter.id },
    });
    const create = { items: [{ price: plans.starterMonthly.id }, { price: metered.id }] };
    const { customer, advance, invoices } = await subscribe({ create });
    const event = {
      event_name: "calls",
      identifier: "a",
      payload: { stripe_customer_id: customer, value: "300" },
    };
    await stripe.billing.meterEvents.create(event);
    await expect(stripe.billing.meterEvents.create(event)).rejects.toMatchObject({ statusCode: 400 });
    await advance(at(2027, 2, 1));
    expect((await invoices())[0]?.total).toBe(2_900 + 150);
  });

  it("waits for the first payment with default_incomplete", async () => {
    const { subscription, reload } = await subscribe({ create: { payment_behavior: "default_incomplete" } });
    expect(subscription.status).toBe("incomplete");
    await stripe.invoices.pay(String(subscription.latest_invoice));
    expect((await reload()).status).toBe("active");
  });

  it("needs a payment method", async () => {
    const customer = await stripe.customers.create({ email: "none@example.com" });
    const items = [{ price: plans.starterMonthly.id }];
    await expect(stripe.subscriptions.create({ customer: customer.id, items })).rejects.toThrow(
      "no attached payment",
    );
  });
});
