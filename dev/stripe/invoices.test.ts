import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StripeSimulator } from "./server";
import { connect, createCatalogue, startTestSimulator } from "./testing/simulator";
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
