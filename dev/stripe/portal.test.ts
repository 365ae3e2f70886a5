import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StripeSimulator } from "./server";
import {
  card,
  connect,
  createCatalogue,
  GOOD_CARD,
  open,
  startTestSimulator,
  submit,
} from "./testing/simulator";

const RETURN_URL = "http://app.test/billing";

let simulator: StripeSimulator;
let stripe: Stripe;
let plans: Awaited<ReturnType<typeof createCatalogue>>;
let everything: string;

beforeAll(async () => {
  simulator = await startTestSimulator();
  stripe = connect(simulator);
  plans = await createCatalogue(stripe);
  const configuration = await stripe.billingPortal.configurations.create({
    features: {
      customer_update: { enabled: true, allowed_updates: ["email"] },
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      subscription_cancel: { enabled: true, mode: "at_period_end" },
      subscription_update: {
        enabled: true,
        default_allowed_updates: ["price"],
        proration_behavior: "always_invoice",
        products: [
          { product: plans.starter.id, prices: [plans.starterMonthly.id] },
          { product: plans.pro.id, prices: [plans.proMonthly.id] },
        ],
      },
    },
  });
  everything = configuration.id;
});
afterAll(() => simulator.close());

async function openPortal(changes: Partial<Stripe.BillingPortal.SessionCreateParams> = {}) {
  const customer = await stripe.customers.create({ email: "ada@example.com", name: "Ada" });
  const method = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
  const items = [{ price: plans.starterMonthly.id }];
  const subscription = await stripe.subscriptions.create({ customer: customer.id, items });
  const settings = { customer: customer.id, configuration: everything, return_url: RETURN_URL, ...changes };
  const session = await stripe.billingPortal.sessions.create(settings);
  const reload = () => stripe.subscriptions.retrieve(subscription.id);
  return {
    customer: customer.id,
    subscription: subscription.id,
    method: method.id,
    url: session.url,
    reload,
  };
}

describe("the overview", () => {
  it("shows the plan, the card, the invoices and the way back", async () => {
    const { url } = await openPortal();
    const { text } = await open(url);
    for (const shown of ["Starter", "$29.00", "•••• 4242", "Invoice history", `href="${RETURN_URL}"`]) {
      expect(text).toContain(shown);
    }
    const invoice = /href="(\/invoice\/in_\w+)"/.exec(text)?.[1];
    expect((await open(simulator.url + invoice)).text).toContain("Invoice paid");
    const pdf = await fetch(`${simulator.url}${invoice}/pdf`);
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    expect((await pdf.text()).startsWith("%PDF-1.4")).toBe(true);
  });

  it("offers only what its configuration allows", async () => {
    const configuration = await stripe.billingPortal.configurations.create({
      features: { invoice_history: { enabled: false } },
    });
    const { url, subscription, reload } = await openPortal({ configuration: configuration.id });
    const { text } = await open(url);
    for (const hidden of [
      "Cancel subscription",
      "Update subscription",
      "Add payment method",
      "Invoice history",
    ]) {
      expect(text).not.toContain(hidden);
    }
    expect((await submit(`${url}/cancel`, { subscription })).status).toBe(404);
    expect((await submit(`${url}/confirm`, { subscription, price: plans.proMonthly.id })).status).toBe(404);
    expect(await reload()).toMatchObject({ cancel_at: null, status: "active" });
  });

  it("needs a configuration", async () => {
    const creating = openPortal({ configuration: undefined });
    await expect(creating).rejects.toThrow("No configuration provided");
  });

  it("expires", async () => {
    const { url } = await openPortal();
    simulator.world.store.get("billing_portal.session", url.split("/").at(-1) ?? "").created -= 4_000;
    expect((await open(url)).text).toContain("This page has expired");
  });
});

describe("cancelling", () => {
  it("asks first, then sets the end as Stripe's portal does, and can be taken back", async () => {
    const { url, subscription, reload } = await openPortal();
    const question = await open(`${url}/cancel?subscription=${subscription}`);
    expect(question.text).toContain("Your subscription stays available until");
    const done = await submit(`${url}/cancel`, { subscription });
    expect(done).toMatchObject({ status: 303, location: expect.stringContaining("done=canceled") });
    const canceled = await reload();
    expect(canceled).toMatchObject({
      status: "active",
      cancel_at: canceled.items.data[0]?.current_period_end,
      cancel_at_period_end: false,
    });
    expect((await open(url)).text).toContain("Don't cancel subscription");
    await submit(`${url}/resume`, { subscription });
    expect(await reload()).toMatchObject({ cancel_at: null, canceled_at: null });
  });

  it("asks why when the configuration says so, and tells the application", async () => {
    const configuration = await stripe.billingPortal.configurations.create({
      features: {
        subscription_cancel: {
          enabled: true,
          cancellation_reason: { enabled: true, options: ["too_expensive", "other"] },
        },
      },
    });
    const { url, subscription, reload } = await openPortal({ configuration: configuration.id });
    const question = await open(`${url}/cancel?subscription=${subscription}`);
    expect(question.text).toContain("It&#39;s too expensive");
    await submit(`${url}/cancel`, { subscription, feedback: "too_expensive" });
    expect((await reload()).cancellation_details).toMatchObject({
      feedback: "too_expensive",
      reason: "cancellation_requested",
    });
  });

  it("returns to the application after a flow", async () => {
    const { customer, subscription } = await openPortal();
    const session = await stripe.billingPortal.sessions.create({
      customer,
      configuration: everything,
      return_url: RETURN_URL,
      flow_data: {
        type: "subscription_cancel",
        subscription_cancel: { subscription },
        after_completion: { type: "redirect", redirect: { return_url: `${RETURN_URL}?canceled` } },
      },
    });
    expect((await open(session.url)).text).toContain("Cancel your subscription");
    const done = await submit(`${session.url}/cancel`, { subscription });
    expect(done.location).toBe(`${RETURN_URL}?canceled`);
  });
});

describe("changing the plan", () => {
  it("shows the price of the change and applies it", async () => {
    const { url, subscription, reload } = await openPortal();
    const choice = await open(`${url}/update?subscription=${subscription}`);
    expect(choice.text).toContain("Professional");
    const preview = await open(`${url}/confirm?subscription=${subscription}&price=${plans.proMonthly.id}`);
    expect(preview.text).toContain("Amount due today");
    expect(preview.text).toContain("$70.00");
    await submit(`${url}/confirm`, { subscription, price: plans.proMonthly.id });
    expect((await reload()).items.data[0]?.price.id).toBe(plans.proMonthly.id);
  });

  it("refuses a price that the configuration does not offer", async () => {
    const { url, subscription, reload } = await openPortal();
    const refused = await submit(`${url}/confirm`, { subscription, price: plans.proYearly.id });
    expect(refused.status).toBe(404);
    expect((await reload()).items.data[0]?.price.id).toBe(plans.starterMonthly.id);
  });
});

describe("payment methods", () => {
  it("become the default when they are added, and can be removed when they are not", async () => {
    const { url, customer, method } = await openPortal();
    const declined = await submit(`${url}/payment-method`, card("4000 0000 0000 0002"));
    expect(declined.text).toContain("Your card was declined.");
    await submit(`${url}/payment-method`, { ...GOOD_CARD, number: "5555 5555 5555 4444" });
    const { data } = await stripe.paymentMethods.list({ customer });
    expect(data.map((entry) => entry.card?.last4)).toEqual(["4444", "4242"]);
    expect(await stripe.customers.retrieve(customer)).toMatchObject({
      invoice_settings: { default_payment_method: data[0]?.id },
    });
    await submit(`${url}/remove`, { method });
    expect((await stripe.paymentMethods.list({ customer })).data).toHaveLength(1);
  });

  it("pay an open invoice at its page", async () => {
    const { customer, subscription, reload } = await openPortal();
    simulator.world.store.privateState.forcedDeclines[customer] = ["generic_decline"];
    await fetch(`${simulator.url}/_sim/subscriptions/${subscription}/advance`, { method: "POST" });
    expect((await reload()).status).toBe("past_due");
    const [invoice] = (await stripe.invoices.list({ customer, status: "open" })).data;
    const page = invoice?.hosted_invoice_url ?? "";
    expect((await open(page)).text).toContain("$29.00 due");
    expect((await submit(page, card("4000 0000 0000 9995"))).text).toContain("insufficient funds");
    expect((await submit(page, GOOD_CARD)).status).toBe(303);
    expect((await open(page)).text).toContain("Invoice paid");
    expect((await reload()).status).toBe("active");
  });
});

describe("billing information", () => {
  it("changes what the configuration allows", async () => {
    const { url, customer } = await openPortal();
    expect((await open(`${url}/customer`)).text).toContain('value="ada@example.com"');
    expect((await submit(`${url}/customer`, { email: "nonsense" })).text).toContain("Your email is invalid.");
    await submit(`${url}/customer`, { email: "new@example.com", name: "Not allowed" });
    expect(await stripe.customers.retrieve(customer)).toMatchObject({
      email: "new@example.com",
      name: "Ada",
    });
  });
});

describe("somebody else's things", () => {
  it("are as if they did not exist", async () => {
    const mine = await openPortal();
    const theirs = await openPortal();
    await submit(`${mine.url}/cancel`, { subscription: theirs.subscription });
    await submit(`${mine.url}/confirm`, { subscription: theirs.subscription, price: plans.proMonthly.id });
    await submit(`${mine.url}/remove`, { method: theirs.method });
    expect(await theirs.reload()).toMatchObject({ cancel_at: null });
    expect((await theirs.reload()).items.data[0]?.price.id).toBe(plans.starterMonthly.id);
    expect((await stripe.paymentMethods.list({ customer: theirs.customer })).data).toHaveLength(1);
  });
});
