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

const DAY_S = 86_400;
const START = Date.UTC(2027, 0, 31, 12) / 1000;

let simulator: StripeSimulator;
let stripe: Stripe;
let plans: Awaited<ReturnType<typeof createCatalogue>>;

beforeAll(async () => {
  simulator = await startTestSimulator();
  stripe = connect(simulator);
  plans = await createCatalogue(stripe);
});
afterAll(() => simulator.close());

async function subscribe(
  options: { method?: string; create?: Partial<Stripe.SubscriptionCreateParams> } = {},
) {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: START });
  const customer = await stripe.customers.create({ email: "ada@example.com", test_clock: clock.id });
  const method = await stripe.paymentMethods.attach(options.method ?? "pm_card_visa", {
    customer: customer.id,
  });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
  const items = [{ price: plans.starterMonthly.id }];
  const subscription = await stripe.subscriptions.create({ customer: customer.id, items, ...options.create });
  const advance = (frozen_time: number) => stripe.testHelpers.testClocks.advance(clock.id, { frozen_time });
  const reload = () => stripe.subscriptions.retrieve(subscription.id);
  const invoices = async () => (await stripe.invoices.list({ customer: customer.id })).data;
  return {
    clock,
    customer: customer.id,
    subscription,
    item: subscription.items.data[0]?.id,
    advance,
    reload,
    invoices,
  };
}

function at(...date: Parameters<typeof Date.UTC>): number {
  return Date.UTC(...date) / 1000;
}

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

describe("a change of plan", () => {
  const halfway = START + 14 * DAY_S;

  it("bills the difference at once with always_invoice, as the preview said", async () => {
    const { subscription, item, advance, invoices } = await subscribe();
    await advance(halfway);
    const items = [{ id: item, price: plans.proMonthly.id }];
    const proration_date = halfway;
    const details = { items, proration_behavior: "always_invoice" as const, proration_date };
    const preview = await stripe.invoices.createPreview({
      subscription: subscription.id,
      subscription_details: details,
    });
    const updated = await stripe.subscriptions.update(subscription.id, details);
    const [invoice] = await invoices();
    expect(preview.amount_due).toBe(3_500);
    expect(invoice).toMatchObject({ id: updated.latest_invoice, status: "paid", amount_paid: 3_500 });
    expect(invoice?.lines.data.map(({ amount }) => amount)).toEqual([-1_450, 4_950]);
    expect(preview.lines.data.map(({ amount }) => amount)).toEqual([-1_450, 4_950]);
  });

  it("puts the difference on the next invoice with create_prorations", async () => {
    const { subscription, item, advance, invoices } = await subscribe();
    await advance(halfway);
    const before = (await invoices()).length;
    await stripe.subscriptions.update(subscription.id, { items: [{ id: item, price: plans.proMonthly.id }] });
    expect(await invoices()).toHaveLength(before);
    await advance(at(2027, 2, 1));
    expect((await invoices())[0]?.amount_paid).toBe(9_900 + 3_500);
    await advance(at(2027, 3, 1, 12));
    expect((await invoices())[0]?.amount_paid).toBe(9_900);
  });

  it("costs nothing now or later with none", async () => {
    const { subscription, item, advance, invoices } = await subscribe();
    await advance(halfway);
    const items = [{ id: item, price: plans.proMonthly.id }];
    await stripe.subscriptions.update(subscription.id, { items, proration_behavior: "none" });
    await advance(at(2027, 2, 1));
    expect((await invoices()).map(({ total }) => total)).toEqual([9_900, 2_900]);
  });

  it("keeps credit of a downgrade and spends it on the next invoice", async () => {
    const create = { items: [{ price: plans.proMonthly.id }] };
    const { customer, subscription, item, advance, invoices } = await subscribe({ create });
    await advance(halfway);
    const items = [{ id: item, price: plans.starterMonthly.id }];
    await stripe.subscriptions.update(subscription.id, { items, proration_behavior: "always_invoice" });
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: -3_500 });
    await advance(at(2027, 2, 1));
    expect((await invoices())[0]).toMatchObject({ total: 2_900, amount_due: 0, status: "paid" });
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: -600 });
  });

  it("starts a new period when the interval changes", async () => {
    const { subscription, item, advance, invoices } = await subscribe();
    await advance(halfway);
    const items = [{ id: item, price: plans.proYearly.id }];
    const updated = await stripe.subscriptions.update(subscription.id, { items });
    expect(updated.items.data[0]).toMatchObject({
      current_period_start: halfway,
      current_period_end: at(2028, 1, 14, 12),
    });
    expect((await invoices())[0]?.total).toBe(99_000 - 1_450);
  });

  it("is refused for another currency, a second item of the same price and a foreign item", async () => {
    const { subscription, item } = await subscribe();
    const euro = await stripe.prices.create({
      product: plans.pro.id,
      currency: "eur",
      unit_amount: 100,
      recurring: { interval: "month" },
    });
    const update = (items: Stripe.SubscriptionUpdateParams.Item[]) =>
      stripe.subscriptions.update(subscription.id, { items });
    await expect(update([{ id: item, price: euro.id }])).rejects.toThrow("expected currency");
    await expect(update([{ price: plans.starterMonthly.id }])).rejects.toThrow("same plan");
    await expect(update([{ id: "si_other", price: plans.proMonthly.id }])).rejects.toThrow(
      "No such subscription_item",
    );
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

describe("invoices without a subscription", () => {
  it("collect their items, are numbered when they are finalized, and are paid", async () => {
    const { customer } = await subscribe();
    await stripe.invoiceItems.create({ customer, amount: 1_500, currency: "usd", description: "Workshop" });
    const draft = await stripe.invoices.create({ customer, pending_invoice_items_behavior: "include" });
    const { id } = draft;
    await stripe.invoiceItems.create({
      customer,
      invoice: id,
      amount: -500,
      currency: "usd",
      description: "Credit",
    });
    expect(draft).toMatchObject({ status: "draft", number: null, total: 1_500, parent: null });
    const open = await stripe.invoices.finalizeInvoice(id);
    expect(open).toMatchObject({ status: "open", total: 1_000, number: expect.stringMatching(/-0002$/) });
    const late = stripe.invoiceItems.create({ customer, invoice: id, amount: 1, currency: "usd" });
    await expect(late).rejects.toMatchObject({ code: "invoice_not_editable" });
    expect((await stripe.invoices.pay(id)).status).toBe("paid");
    expect((await stripe.invoiceItems.list({ customer, pending: true })).data).toEqual([]);
  });

  it("can be deleted as drafts and voided when they are open", async () => {
    const { customer } = await subscribe();
    const draft = await stripe.invoices.create({ customer });
    expect(await stripe.invoices.del(draft.id)).toMatchObject({ deleted: true });
    const open = await stripe.invoices.create({ customer });
    await stripe.invoices.finalizeInvoice(open.id);
    expect((await stripe.invoices.voidInvoice(open.id)).status).toBe("void");
    await expect(stripe.invoices.del(open.id)).rejects.toThrow("draft");
  });
});

describe("refunds", () => {
  it("give back up to what was paid", async () => {
    const { customer } = await subscribe();
    const [intent] = (await stripe.paymentIntents.list({ customer })).data;
    const payment_intent = intent?.id ?? "";
    expect(await stripe.refunds.create({ payment_intent, amount: 900 })).toMatchObject({
      status: "succeeded",
    });
    await expect(stripe.refunds.create({ payment_intent, amount: 2_900 })).rejects.toMatchObject({
      param: "amount",
    });
    expect(await stripe.refunds.create({ payment_intent })).toMatchObject({ amount: 2_000 });
    await expect(stripe.refunds.create({ payment_intent })).rejects.toMatchObject({
      code: "charge_already_refunded",
    });
  });
});
