import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StripeSimulator } from "./server";
import {
  card,
  connect,
  control,
  createCatalogue,
  GOOD_CARD,
  open,
  startTestSimulator,
  submit,
} from "./testing/simulator";

let simulator: StripeSimulator;
let stripe: Stripe;
let price: string;

beforeAll(async () => {
  simulator = await startTestSimulator();
  stripe = connect(simulator);
  price = (await createCatalogue(stripe)).starterMonthly.id;
});
afterAll(() => simulator.close());

async function startCheckout(changes: Stripe.Checkout.SessionCreateParams = {}) {
  const customer = await stripe.customers.create({ email: "ada@example.com", name: "Ada" });
  const session = await stripe.checkout.sessions.create({
    mode: "subscription",
    ui_mode: "hosted_page",
    customer: customer.id,
    client_reference_id: "account-1",
    line_items: [{ price, quantity: 1 }],
    metadata: { account: "1" },
    subscription_data: { metadata: { account: "1" } },
    success_url: "http://app.test/billing?session={CHECKOUT_SESSION_ID}",
    cancel_url: "http://app.test/plans",
    ...changes,
  });
  return { customer: customer.id, session, url: session.url ?? "" };
}

describe("the payment page", () => {
  it("shows what is bought and the way back", async () => {
    const { url } = await startCheckout();
    const page = await open(url);
    expect(page.status).toBe(200);
    expect(page.text).toContain("Subscribe to Starter");
    expect(page.text).toContain("$29.00 <small>per month</small>");
    expect(page.text).toContain("ada@example.com");
    expect(page.text).toContain("Simulator – no real money");
    expect(page.text).toContain('href="http://app.test/plans"');
    expect(page.text).not.toContain("<script");
  });

  it("subscribes with a good card and returns to the application", async () => {
    const { customer, session, url } = await startCheckout();
    const paid = await submit(url, GOOD_CARD);
    expect(paid).toMatchObject({ status: 303, location: `http://app.test/billing?session=${session.id}` });
    const done = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ["subscription.latest_invoice"],
    });
    expect(done).toMatchObject({
      status: "complete",
      payment_status: "paid",
      customer,
      client_reference_id: "account-1",
    });
    expect(done.subscription).toMatchObject({
      status: "active",
      metadata: { account: "1" },
      latest_invoice: { status: "paid", total: 2_900, amount_remaining: 0 },
    });
  });

  it.each([
    ["4000 0000 0000 0002", "Your card was declined."],
    ["4000 0000 0000 9995", "Your card has insufficient funds."],
    ["4000 0000 0000 0069", "Your card has expired."],
  ])(
    "says why card %s is refused, leaves nothing behind, and lets people try again",
    async (number, message) => {
      const { customer, url } = await startCheckout();
      const refused = await submit(url, card(number));
      expect(refused.text.replaceAll("&#39;", "'")).toContain(message);
      expect((await stripe.subscriptions.list({ customer, status: "all" })).data).toEqual([]);
      expect((await stripe.paymentMethods.list({ customer })).data).toEqual([]);
      expect((await submit(url, GOOD_CARD)).status).toBe(303);
    },
  );

  it.each([
    [{ number: "4242 4242 4242 4241" }, "Your card number is invalid."],
    [{ number: "" }, "Enter a card number."],
    [{ expiry: "13/40" }, "expiration date is incomplete"],
    [{ expiry: "01/20" }, "expiration date is in the past"],
    [{ cvc: "12" }, "security code is incomplete"],
    [{ name: " " }, "Enter the name on the card."],
  ])("explains what is wrong with %o", async (change, message) => {
    const { session, url } = await startCheckout();
    const page = await submit(url, { ...GOOD_CARD, ...change });
    expect(page.text).toContain(message);
    expect(page.text).toContain('aria-invalid="true"');
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("open");
  });

  it("asks for an e-mail address when there is no customer yet", async () => {
    const { session, url } = await startCheckout({ customer: undefined });
    expect((await submit(url, GOOD_CARD)).text).toContain("Your email is invalid.");
    expect((await submit(url, { ...GOOD_CARD, email: "new@example.com" })).status).toBe(303);
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ["customer"] });
    expect(done.customer).toMatchObject({ email: "new@example.com", name: "Ada Lovelace" });
  });

  it("escapes what people and applications put on it", async () => {
    const { url } = await startCheckout();
    const page = await submit(url, card("1", { name: '"><script>alert(1)</script>' }));
    expect(page.text).not.toContain("<script");
  });
});

describe("paying twice", () => {
  it("is impossible when the form is sent twenty times at once", async () => {
    const { customer, session, url } = await startCheckout();
    const answers = await Promise.all(Array.from({ length: 20 }, () => submit(url, GOOD_CARD)));
    expect(new Set(answers.map(({ location }) => location))).toEqual(
      new Set([`http://app.test/billing?session=${session.id}`]),
    );
    expect((await stripe.subscriptions.list({ customer })).data).toHaveLength(1);
    expect((await stripe.invoices.list({ customer })).data).toHaveLength(1);
    expect((await stripe.paymentIntents.list({ customer })).data).toHaveLength(1);
  });

  it("is answered with a page that leads on", async () => {
    const { url } = await startCheckout();
    await submit(url, GOOD_CARD);
    const page = await open(url);
    expect(page.text).toContain("You were not charged again.");
  });
});

describe("a session that is not open", () => {
  it("shows that it has expired, and takes no payment", async () => {
    const { session, url, customer } = await startCheckout();
    await stripe.checkout.sessions.expire(session.id);
    expect((await open(url)).text).toContain("This page has expired");
    expect((await submit(url, GOOD_CARD)).text).toContain("This page has expired");
    expect((await stripe.subscriptions.list({ customer })).data).toEqual([]);
    await expect(stripe.checkout.sessions.expire(session.id)).rejects.toThrow('status in ["open"]');
  });

  it("expires by itself", async () => {
    const { session } = await startCheckout({ expires_at: Math.floor(Date.now() / 1000) + 1_801 });
    const stored = simulator.world.store.get("checkout.session", session.id);
    stored.expires_at -= 2_000;
    await expect
      .poll(async () => (await stripe.checkout.sessions.retrieve(session.id)).status, { timeout: 15_000 })
      .toBe("expired");
  });

  it("is not found when it never existed", async () => {
    expect((await open(`${simulator.url}/checkout/cs_test_none`)).status).toBe(404);
  });
});

describe("other sessions", () => {
  it("save a card in setup mode", async () => {
    const { customer, session, url } = await startCheckout({
      mode: "setup",
      line_items: undefined,
      subscription_data: undefined,
    });
    expect((await submit(url, GOOD_CARD)).status).toBe(303);
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ["setup_intent"] });
    expect(done).toMatchObject({
      status: "complete",
      payment_status: "no_payment_required",
      subscription: null,
    });
    expect(done.setup_intent).toMatchObject({ status: "succeeded", customer });
    expect((await stripe.paymentMethods.list({ customer })).data).toHaveLength(1);
  });

  it("start a trial without payment", async () => {
    const { session, url } = await startCheckout({ subscription_data: { trial_period_days: 14 } });
    expect((await open(url)).text).toContain("14 days free");
    await submit(url, GOOD_CARD);
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ["subscription"] });
    expect(done).toMatchObject({ amount_total: 0, payment_status: "no_payment_required" });
    expect(done.subscription).toMatchObject({ status: "trialing" });
  });

  it("can be completed without the page", async () => {
    const { session } = await startCheckout();
    const declined = await control(simulator, "POST", `checkout/${session.id}/complete`, {
      number: "4000000000000002",
    });
    expect(declined.status).toBe(402);
    const paid = await control(simulator, "POST", `checkout/${session.id}/complete`);
    expect(paid.body.status).toBe("complete");
  });

  it("refuse what the hosted page cannot do", async () => {
    await expect(startCheckout({ ui_mode: "embedded_page" })).rejects.toMatchObject({ param: "ui_mode" });
    await expect(startCheckout({ mode: "payment" })).rejects.toMatchObject({ param: "mode" });
    await expect(startCheckout({ success_url: undefined })).rejects.toMatchObject({ param: "success_url" });
  });
});
