import type Stripe from "stripe";
import { periodLines } from "../billing/invoice-lines";
import { openInvoice } from "../billing/invoices";
import { methodOfCustomer } from "../billing/payment-methods";
import { bankRefusal, collect, invoicePayment, paymentMethodOf } from "../billing/payments";
import { days, intervalOf, periodEnd } from "../billing/periods";
import { cardDeclined, invalidRequest, missingParameter } from "../http/errors";
import { mergeMetadata, orNull } from "../http/metadata";
import { newId } from "../state/ids";
import { list, make } from "../state/objects";
import type { Price, Subscription, Wire } from "../state/wire";
import type { World } from "../state/world";
import { createItem, recurringPrice } from "./subscription-items";

export type CreateSubscription = Wire<Stripe.SubscriptionCreateParams> & {
  /** A person pays at the hosted page right now. */
  present?: boolean;
};

type PricedItem = { price: Price; quantity: number };

/**
 * Starts a subscription and collects its first invoice.
 * @throws StripeError card_declined with `payment_behavior=error_if_incomplete`
 */
export function createSubscription(world: World, params: CreateSubscription): Subscription {
  if (!params.customer) throw missingParameter("customer");
  const customer = world.store.get("customer", params.customer, "customer");
  const priced = pricedItems(world, params);
  const now = world.now(customer.id);
  const subscription = build(world, params, priced, now);
  const trialing = subscription.trial_end !== null;
  const automatic = subscription.collection_method === "charge_automatically";
  const method = world.store.find(
    "payment_method",
    subscription.default_payment_method ?? customer.invoice_settings.default_payment_method,
  );
  const deferred = params.payment_behavior === "default_incomplete";
  const due = trialing ? 0 : periodLines(world, customer.id, subscription.items.data, null).reduce(sum, 0);
  if (due > 0 && automatic && !deferred && !method) throw noPaymentMethod();
  const present = params.present ?? false;
  if (due > 0 && params.payment_behavior === "error_if_incomplete" && method) {
    const refusal = bankRefusal(world, method, present);
    if (refusal) throw cardDeclined(refusal);
  }

  world.store.insert("subscription", subscription);
  customer.currency ??= subscription.currency;
  const invoice = openInvoice(world, {
    customer: customer.id,
    currency: subscription.currency,
    reason: "subscription_create",
    subscription,
    lines: trialing ? [] : periodLines(world, customer.id, subscription.items.data, null),
  });
  subscription.latest_invoice = invoice.id;
  if (invoice.amount_due > 0 && automatic) subscription.status = "incomplete";
  world.emit("customer.subscription.created", subscription);
  if (deferred && subscription.status === "incomplete") {
    invoicePayment(world, invoice);
  } else if (
    automatic &&
    !collect(world, invoice, { present, paymentMethod: paymentMethodOf(world, invoice) })
  ) {
    world.update(subscription, "customer.subscription.updated", () => {
      subscription.status = trialing ? "trialing" : "active";
    });
  }
  return subscription;
}

function sum(total: number, line: { amount: number }): number {
  return total + line.amount;
}

function pricedItems(world: World, params: CreateSubscription): PricedItem[] {
  if (!params.items?.length) throw missingParameter("items");
  const priced = params.items.map((item, index) => {
    if (!item.price) throw missingParameter(`items[${index}][price]`);
    return {
      price: recurringPrice(world, item.price, `items[${index}][price]`),
      quantity: item.quantity ?? 1,
    };
  });
  if (new Set(priced.map(({ price }) => price.currency)).size > 1) {
    throw invalidRequest("All prices on a subscription must have the same currency.", "items");
  }
  return priced;
}

function build(world: World, params: CreateSubscription, priced: PricedItem[], now: number): Subscription {
  const customer = world.store.get("customer", params.customer ?? "", "customer");
  const id = newId("sub");
  const trialEnd = trialEndOf(params, now);
  const anchor = trialEnd ?? now;
  const items = priced.map(({ price, quantity }) => {
    const end = trialEnd ?? periodEnd(now, intervalOf(price), anchor);
    return createItem(world, { id, customer: customer.id }, price, quantity, { start: now, end });
  });
  const cancelAtPeriodEnd = params.cancel_at_period_end ?? false;
  const end = Math.min(...items.map((item) => item.current_period_end));
  return make("subscription", {
    id,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: anchor,
    billing_mode: { type: "flexible", flexible: { proration_discounts: "included" } },
    billing_schedules: [],
    cancel_at: cancelAtPeriodEnd ? end : null,
    cancel_at_period_end: cancelAtPeriodEnd,
    canceled_at: cancelAtPeriodEnd ? now : null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: params.collection_method ?? "charge_automatically",
    created: now,
    currency: priced[0]?.price.currency ?? "usd",
    customer: customer.id,
    days_until_due: params.days_until_due ?? null,
    default_payment_method: params.default_payment_method
      ? methodOfCustomer(world, params.default_payment_method, customer.id, "default_payment_method").id
      : null,
    default_tax_rates: [],
    description: orNull(params.description),
    discounts: [],
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: "self" },
    },
    items: list(items, `/v1/subscription_items?subscription=${id}`),
    metadata: mergeMetadata(null, params.metadata),
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: params.payment_settings?.save_default_payment_method ?? "off",
    },
    start_date: now,
    status: trialEnd ? "trialing" : "active",
    test_clock: customer.test_clock ?? null,
    trial_end: trialEnd,
    trial_start: trialEnd ? now : null,
    trial_settings: {
      end_behavior: {
        billing_cycle_anchor: null,
        missing_payment_method:
          params.trial_settings?.end_behavior.missing_payment_method ?? "create_invoice",
      },
    },
  });
}

function trialEndOf(params: CreateSubscription, now: number): number | null {
  if (typeof params.trial_end === "number") return params.trial_end;
  return params.trial_period_days ? now + days(params.trial_period_days) : null;
}

function noPaymentMethod() {
  const message =
    "This customer has no attached payment source or default payment method. " +
    "Please consider adding a default payment method.";
  return invalidRequest(message, undefined, "resource_missing");
}
