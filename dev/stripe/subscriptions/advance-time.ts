import { periodLines } from "../billing/invoice-lines";
import { openInvoice, subscriptionOf } from "../billing/invoices";
import { collect, paymentMethodOf } from "../billing/payments";
import { pendingLines } from "../billing/pending-lines";
import type { Invoice, Subscription } from "../state/wire";
import type { World } from "../state/world";
import { cancelSubscription } from "./cancel-subscription";
import { nextBilling, startPeriod } from "./subscription-items";

type Due = { at: number; run: () => void };

/**
 * Does what falls due up to `until` for everybody on a clock (null: real time), earliest first.
 * `setNow` moves the clock to each moment before its work, so that objects carry the right times.
 */
export function advanceTime(
  world: World,
  clock: string | null,
  until: number,
  setNow: (at: number) => void,
): void {
  for (let due = earliest(world, clock, until); due; due = earliest(world, clock, until)) {
    setNow(due.at);
    due.run();
  }
}

/** Renews one subscription, or ends it when that was asked for. */
export function endPeriod(world: World, subscription: Subscription): void {
  const end = nextBilling(subscription);
  if (
    subscription.cancel_at_period_end ||
    (subscription.cancel_at !== null && subscription.cancel_at <= end)
  ) {
    cancelSubscription(world, subscription, { reason: "cancellation_requested" });
    return;
  }
  if (subscription.status === "incomplete") {
    world.update(subscription, "customer.subscription.updated", () => {
      subscription.status = "incomplete_expired";
    });
    return;
  }
  renew(world, subscription, end);
}

function earliest(world: World, clock: string | null, until: number): Due | undefined {
  const due: Due[] = [];
  for (const subscription of world.store.all("subscription")) {
    if (subscription.test_clock !== clock || isEnded(subscription)) continue;
    const at = Math.min(nextBilling(subscription), subscription.cancel_at ?? Infinity);
    due.push({ at, run: () => endOrCancel(world, subscription, at) });
  }
  for (const invoice of world.store.all("invoice")) {
    if (invoice.test_clock !== clock || invoice.status !== "open") continue;
    const at = invoice.next_payment_attempt;
    if (at !== null) due.push({ at, run: () => retry(world, invoice) });
  }
  return due.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
}

function endOrCancel(world: World, subscription: Subscription, at: number): void {
  if (at < nextBilling(subscription))
    cancelSubscription(world, subscription, { reason: "cancellation_requested" });
  else endPeriod(world, subscription);
}

function isEnded(subscription: Subscription): boolean {
  return subscription.status === "canceled" || subscription.status === "incomplete_expired";
}

function renew(world: World, subscription: Subscription, end: number): void {
  if (trialEndsUnpaid(world, subscription)) {
    cancelSubscription(world, subscription, { reason: "payment_failed" });
    return;
  }
  const endedStart = Math.min(...subscription.items.data.map((item) => item.current_period_start));
  const pending = pendingLines(world, subscription.customer, subscription.id);
  let invoice: Invoice | undefined;
  world.update(subscription, "customer.subscription.updated", () => {
    if (subscription.status === "trialing") subscription.status = "active";
    startPeriod(subscription, end);
    invoice = openInvoice(world, {
      customer: subscription.customer,
      currency: subscription.currency,
      reason: "subscription_cycle",
      subscription,
      lines: [...pending, ...periodLines(world, subscription.customer, subscription.items.data, endedStart)],
      period: { start: endedStart, end },
    });
    subscription.latest_invoice = invoice.id;
  });
  if (!invoice) return;
  if (subscription.pause_collection) {
    invoice.auto_advance = false;
    return;
  }
  if (subscription.collection_method === "charge_automatically") collectRenewal(world, subscription, invoice);
}

function trialEndsUnpaid(world: World, subscription: Subscription): boolean {
  if (subscription.status !== "trialing") return false;
  const customer = world.store.get("customer", subscription.customer);
  const method = subscription.default_payment_method ?? customer.invoice_settings.default_payment_method;
  return !method && subscription.trial_settings?.end_behavior.missing_payment_method === "cancel";
}

function collectRenewal(world: World, subscription: Subscription, invoice: Invoice): void {
  const refusal = collect(world, invoice, { present: false, paymentMethod: paymentMethodOf(world, invoice) });
  settleStatus(world, subscription, refusal === null);
}

/** Follows a payment attempt: paid makes active, the first failure past due. */
export function settleStatus(world: World, subscription: Subscription, paid: boolean): void {
  world.update(subscription, "customer.subscription.updated", () => {
    const { status } = subscription;
    if (paid && (status === "past_due" || status === "unpaid" || status === "incomplete")) {
      subscription.status = "active";
    }
    if (!paid && status === "active") subscription.status = "past_due";
  });
}

function retry(world: World, invoice: Invoice): void {
  const subscription = subscriptionOf(world, invoice);
  const refusal = collect(world, invoice, { present: false, paymentMethod: paymentMethodOf(world, invoice) });
  if (!subscription) return;
  if (refusal === null) settleStatus(world, subscription, true);
  else if (invoice.next_payment_attempt === null) giveUp(world, subscription);
}

/** The last retry failed: the subscription ends, as in Stripe's default settings. */
function giveUp(world: World, subscription: Subscription): void {
  if (!isEnded(subscription)) cancelSubscription(world, subscription, { reason: "payment_failed" });
}
