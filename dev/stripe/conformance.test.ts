import { readFileSync } from "node:fs";
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateSchemas } from "./generate-schemas";
import { schemas } from "./schemas/schemas";
import type { StripeSimulator } from "./server";
import { Conformance } from "./testing/conformance";
import { connect, createCatalogue, GOOD_CARD, startTestSimulator, submit } from "./testing/simulator";

const DAY_S = 86_400;

let simulator: StripeSimulator;
let stripe: Stripe;
let answers: string[] = [];

beforeAll(async () => {
  simulator = await startTestSimulator();
  stripe = connect(simulator, { onAnswer: (body) => answers.push(body) });
});
afterAll(() => simulator.close());

describe("schemas.json", () => {
  it("is what the installed stripe-node says", () => {
    expect(readFileSync(new URL("./schemas.json", import.meta.url), "utf8")).toBe(generateSchemas());
  }, 30_000);
});

describe("every answer and event", () => {
  it("has the shape that stripe-node declares", async () => {
    answers = [];
    await catalogueOperations();
    await customerOperations();
    await checkoutOperations();
    await subscriptionOperations();
    await portalOperations();
    await meterOperations();
    await refundOperations();
    await errorOperations();

    const conformance = new Conformance();
    for (const answer of answers) conformance.check(JSON.parse(answer));
    for (const event of simulator.world.store.all("event"))
      conformance.check(JSON.parse(JSON.stringify(event)));
    expect(conformance.violations).toEqual([]);
    expect(answers.length).toBeGreaterThanOrEqual(60);
    expect(Object.keys(schemas.objects).filter((name) => !conformance.seen[name])).toEqual(NESTED);
  }, 30_000);

  it("is caught when it is broken", async () => {
    const customer = await stripe.customers.create({ email: "control@example.com" });
    const sent = JSON.parse(answers.at(-1) ?? "{}");
    expect(sent.id).toBe(customer.id);
    const broken = [
      { ...sent, email: 5 },
      { ...sent, invented: true },
      { ...sent, invoice_settings: { ...sent.invoice_settings, footer: undefined } },
      { ...sent, tax_exempt: "sometimes" },
      { ...sent, object: "costumer" },
      { object: "list", data: [{ ...sent, created: null }], has_more: false, url: "/v1/customers" },
      { error: { message: "no type" } },
    ];
    for (const object of broken) {
      const conformance = new Conformance();
      conformance.check(JSON.parse(JSON.stringify(object)));
      expect(conformance.violations, JSON.stringify(object)).not.toEqual([]);
    }
  });
});

/** Kinds that are checked only inside others. */
const NESTED = ["plan"];

async function catalogueOperations(): Promise<void> {
  const { starter, starterMonthly } = await createCatalogue(stripe);
  await stripe.products.retrieve(starter.id);
  await stripe.products.update(starter.id, {
    description: "For small teams",
    default_price: starterMonthly.id,
  });
  await stripe.products.list({ active: true });
  await stripe.prices.retrieve(starterMonthly.id, { expand: ["product"] });
  await stripe.prices.update(starterMonthly.id, { nickname: "Starter" });
  await stripe.prices.list({ lookup_keys: ["starter_month", "professional_month"] });
}

async function customerOperations(): Promise<void> {
  const customer = await stripe.customers.create({
    email: "ada@example.com",
    name: "Ada",
    metadata: { a: "1" },
  });
  await stripe.customers.update(customer.id, { address: { country: "NL" }, metadata: { a: "", b: "2" } });
  await stripe.customers.retrieve(customer.id, { expand: ["subscriptions", "tax_ids"] });
  await stripe.customers.list({ email: "ada@example.com" });
  await stripe.customers.search({ query: "email:'ada@example.com'" });
  const method = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
  await stripe.paymentMethods.retrieve(method.id);
  await stripe.paymentMethods.list({ customer: customer.id });
  await stripe.customers.listPaymentMethods(customer.id);
  const intent = await stripe.setupIntents.create({ customer: customer.id });
  await stripe.setupIntents.confirm(intent.id, { payment_method: "pm_card_mastercard" });
  await stripe.paymentMethods.detach(method.id);
  const taxId = await stripe.customers.createTaxId(customer.id, { type: "eu_vat", value: "NL123456789B01" });
  await stripe.customers.listTaxIds(customer.id);
  await stripe.customers.deleteTaxId(customer.id, taxId.id);
  await stripe.customers.del(customer.id);
  await stripe.customers.retrieve(customer.id);
}

async function checkoutOperations(): Promise<void> {
  const [price] = (await stripe.prices.list({ lookup_keys: ["starter_month"] })).data;
  const pages = { success_url: "http://app.test/?s={CHECKOUT_SESSION_ID}", cancel_url: "http://app.test/no" };
  const items = { line_items: [{ price: price?.id, quantity: 1 }] };
  const session = await stripe.checkout.sessions.create({ mode: "subscription", ...items, ...pages });
  const paid = await submit(session.url ?? "", { ...GOOD_CARD, email: "paid@example.com" });
  expect(paid.status).toBe(303);
  await stripe.checkout.sessions.retrieve(session.id, {
    expand: ["subscription", "customer", "line_items", "invoice"],
  });
  await stripe.checkout.sessions.listLineItems(session.id);
  const abandoned = await stripe.checkout.sessions.create({ mode: "subscription", ...items, ...pages });
  await stripe.checkout.sessions.expire(abandoned.id);
  await stripe.checkout.sessions.list({ limit: 5 });
  const customer = await stripe.customers.create({ email: "setup@example.com" });
  const setup = await stripe.checkout.sessions.create({ mode: "setup", customer: customer.id, ...pages });
  await submit(setup.url ?? "", GOOD_CARD);
  await stripe.checkout.sessions.retrieve(setup.id, { expand: ["setup_intent.payment_method"] });
}

async function subscriptionOperations(): Promise<void> {
  const prices = (await stripe.prices.list({ lookup_keys: ["professional_month", "starter_month"] })).data;
  const [pro, starter] = prices;
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: 1_800_000_000 });
  const customer = await stripe.customers.create({ email: "c@example.com", test_clock: clock.id });
  const method = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: starter?.id }],
  });
  const item = subscription.items.data[0]?.id;
  const change = { items: [{ id: item, price: pro?.id }] };
  await stripe.invoices.createPreview({ subscription: subscription.id, subscription_details: change });
  await stripe.subscriptions.update(subscription.id, { ...change, proration_behavior: "always_invoice" });
  await stripe.subscriptions.update(subscription.id, { items: [{ id: item, price: starter?.id }] });
  await stripe.invoiceItems.list({ customer: customer.id, pending: true });
  await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
  await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: false });
  await stripe.subscriptionItems.list({ subscription: subscription.id });
  await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: 1_800_000_000 + 40 * DAY_S });
  await stripe.testHelpers.testClocks.retrieve(clock.id);
  await stripe.subscriptions.retrieve(subscription.id, { expand: ["latest_invoice.payments", "customer"] });
  await stripe.subscriptions.list({
    customer: customer.id,
    status: "all",
    expand: ["data.default_payment_method"],
  });
  const invoices = await stripe.invoices.list({ customer: customer.id });
  const invoice = invoices.data[0]?.id ?? "";
  await stripe.invoices.retrieve(invoice, { expand: ["payments.data.payment.payment_intent"] });
  await stripe.invoices.listLineItems(invoice);
  await stripe.invoicePayments.list({ invoice });
  await stripe.paymentIntents.list({ customer: customer.id });
  await stripe.subscriptions.cancel(subscription.id);
  const draft = await stripe.invoices.create({
    customer: customer.id,
    collection_method: "send_invoice",
    days_until_due: 14,
  });
  await stripe.invoiceItems.create({
    customer: customer.id,
    invoice: draft.id,
    amount: 900,
    currency: "usd",
  });
  await stripe.invoices.sendInvoice(draft.id);
  await stripe.invoices.pay(draft.id, { paid_out_of_band: true });
}

async function portalOperations(): Promise<void> {
  const products = (await stripe.products.list({ active: true })).data;
  const configuration = await stripe.billingPortal.configurations.create({
    features: { invoice_history: { enabled: true }, subscription_cancel: { enabled: true } },
  });
  const prices = (await stripe.prices.list({ product: products[0]?.id ?? "" })).data.map(({ id }) => id);
  await stripe.billingPortal.configurations.update(configuration.id, {
    features: {
      subscription_update: { enabled: true, products: [{ product: products[0]?.id ?? "", prices }] },
    },
  });
  await stripe.billingPortal.configurations.list();
  const customer = await stripe.customers.create({ email: "portal@example.com" });
  await stripe.billingPortal.sessions.create({
    customer: customer.id,
    configuration: configuration.id,
    return_url: "http://app.test/billing",
    flow_data: { type: "payment_method_update" },
  });
  await stripe.webhookEndpoints.create({ url: "http://127.0.0.1:9/", enabled_events: ["customer.created"] });
  const endpoints = await stripe.webhookEndpoints.list();
  await stripe.webhookEndpoints.del(endpoints.data[0]?.id ?? "");
  const events = await stripe.events.list({ limit: 100 });
  await stripe.events.retrieve(events.data[0]?.id ?? "");
}

async function meterOperations(): Promise<void> {
  const meter = await stripe.billing.meters.create({
    display_name: "API calls",
    event_name: "api_calls",
    default_aggregation: { formula: "sum" },
  });
  await stripe.billing.meters.retrieve(meter.id);
  const customer = await stripe.customers.create({ email: "meter@example.com" });
  const payload = { stripe_customer_id: customer.id, value: "25" };
  await stripe.billing.meterEvents.create({ event_name: "api_calls", payload });
  const now = Math.floor(Date.now() / 1000);
  const range = { customer: customer.id, start_time: now - 60, end_time: now + 60 };
  const summaries = await stripe.billing.meters.listEventSummaries(meter.id, range);
  expect(summaries.data[0]?.aggregated_value).toBe(25);
}

async function refundOperations(): Promise<void> {
  const [intent] = (await stripe.paymentIntents.list()).data;
  const [payment] = (await stripe.invoicePayments.list({ status: "paid" })).data;
  await stripe.paymentIntents.retrieve(intent?.id ?? "");
  const refund = await stripe.refunds.create({ payment_intent: intent?.id ?? "", amount: 100 });
  await stripe.refunds.retrieve(refund.id);
  await stripe.refunds.list();
  const note = await stripe.creditNotes.create({ invoice: String(payment?.invoice), amount: 500 });
  await stripe.creditNotes.retrieve(note.id);
  await stripe.creditNotes.list({ invoice: String(payment?.invoice) });
}

async function errorOperations(): Promise<void> {
  await expect(stripe.customers.retrieve("cus_none")).rejects.toThrow("No such customer");
  await expect(stripe.customers.create({ balance: Number.NaN })).rejects.toThrow("Invalid integer");
}
