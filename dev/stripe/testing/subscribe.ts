import type Stripe from "stripe";
import type { createCatalogue } from "./simulator";

export const DAY_S = 86_400;
/** A day that the next month does not have. */
export const START = at(2027, 0, 31, 12);

type Options = { method?: string; create?: Partial<Stripe.SubscriptionCreateParams> };

/** A customer on a test clock with a card and a monthly subscription to Starter. */
export async function subscribe(
  stripe: Stripe,
  plans: Awaited<ReturnType<typeof createCatalogue>>,
  options: Options = {},
) {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: START });
  const customer = await stripe.customers.create({ email: "ada@example.com", test_clock: clock.id });
  const method = await stripe.paymentMethods.attach(options.method ?? "pm_card_visa", {
    customer: customer.id,
  });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
  const items = [{ price: plans.starterMonthly.id }];
  const subscription = await stripe.subscriptions.create({ customer: customer.id, items, ...options.create });
  return {
    customer: customer.id,
    subscription,
    item: subscription.items.data[0]?.id,
    advance: (frozen_time: number) => stripe.testHelpers.testClocks.advance(clock.id, { frozen_time }),
    reload: () => stripe.subscriptions.retrieve(subscription.id),
    invoices: async () => (await stripe.invoices.list({ customer: customer.id })).data,
  };
}

/** Seconds since the epoch of a UTC date. */
export function at(...date: Parameters<typeof Date.UTC>): number {
  return Date.UTC(...date) / 1000;
}
