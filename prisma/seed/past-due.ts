import { withBillingLock } from "@/lib/billing/stripe/billing-lock";
import { syncAccount } from "@/lib/billing/stripe/sync-account";
import { stripePriceId } from "@/lib/billing/subscriptions/stripe-price-id";
import { stripeClient } from "@/lib/infra/stripe";
import { withSystem } from "@/lib/tenancy/with-system";
import { ensurePerson, PASSWORD } from "./people";
import type { Seeded } from "./sign-ins";
import { hasSimulator } from "./subscription";
import { ensureWorkspace } from "./workspaces";

const DAY_SECONDS = 86_400;

/** A workspace on Starter whose renewal could not be collected two days ago: the dunning banner shows. */
export async function seedPastDue(): Promise<Seeded> {
  if (!(await hasSimulator()))
    throw new Error("past-due needs the Stripe simulator: start it with npm start.");
  const owner = await ensurePerson({
    email: "pieter@pastdue.example",
    firstName: "Pieter",
    lastName: "Laat",
  });
  const workspace = await ensureWorkspace(owner, { name: "Past Due", slug: "past-due" });
  const account = await withSystem((tx) =>
    tx.account.findUniqueOrThrow({ where: { id: workspace.accountId } }),
  );
  if (account.planKey === "free") {
    const customer = await failRenewal(account.id, owner.email);
    await withSystem((tx) =>
      tx.account.update({
        where: { id: account.id },
        data: { stripeCustomerId: customer },
        select: { id: true },
      }),
    );
    await withBillingLock(account.id, (tx, locked) => syncAccount(tx, locked));
  }
  return {
    summary: "Past Due has an unpaid renewal",
    tenant: workspace.slug,
    signIns: [{ email: owner.email, password: PASSWORD, role: "Past Due: owner, Tenant Admin" }],
  };
}

/** Subscribes a month and two days ago, then lets the card fail at the renewal. */
async function failRenewal(accountId: string, email: string): Promise<string> {
  const stripe = stripeClient();
  const now = Math.floor(Date.now() / 1000);
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: now - 33 * DAY_SECONDS });
  const customer = await stripe.customers.create({
    name: "Past Due",
    email,
    test_clock: clock.id,
    metadata: { account_id: accountId },
  });
  const payBy = async (token: string) => {
    const card = await stripe.paymentMethods.attach(token, { customer: customer.id });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: card.id } });
  };
  await payBy("pm_card_visa");
  await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: await stripePriceId({ plan: "starter", interval: "month" }) }],
    metadata: { account_id: accountId },
  });
  await payBy("pm_card_chargeCustomerFail");
  await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: now });
  return customer.id;
}
