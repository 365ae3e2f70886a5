import type Stripe from "stripe";
import { type LineDraft, periodLines } from "../billing/invoice-lines";
import { openInvoice } from "../billing/invoices";
import { methodOfCustomer } from "../billing/payment-methods";
import { bankRefusal, collect, paymentMethodOf } from "../billing/payments";
import { addPendingLine, pendingLines } from "../billing/pending-lines";
import { cardDeclined, invalidRequest } from "../http/errors";
import { mergeMetadata, orNull } from "../http/metadata";
import type { Invoice, Subscription, Wire } from "../state/wire";
import type { World } from "../state/world";
import { applyPlanChange, linesOfChange, type PlanChange, readPlanChange } from "./plan-change";
import { nextBilling } from "./subscription-items";

type Update = Wire<Stripe.SubscriptionUpdateParams>;

/** Changes a subscription; a change of items prorates and, where Stripe bills at once, collects. */
export function updateSubscription(world: World, subscription: Subscription, params: Update): Subscription {
  refuseEnded(subscription, params);
  const now = world.now(subscription.customer);
  const at = params.proration_date ?? now;
  const plan = params.items ? readPlanChange(world, subscription, params.items) : null;
  const behavior = params.proration_behavior ?? "create_prorations";
  const prorates = plan && behavior !== "none" && subscription.status !== "trialing";
  const lines = prorates ? linesOfChange(world, plan, at) : [];
  const billsNow =
    plan !== null &&
    subscription.status !== "trialing" &&
    (behavior === "always_invoice" || plan.restartsPeriod);
  if (billsNow && params.payment_behavior === "error_if_incomplete") refuseBadCard(world, subscription);

  let unpaid: Invoice | null = null;
  world.update(subscription, "customer.subscription.updated", () => {
    if (plan) applyPlanChange(world, subscription, plan, at);
    applyFields(world, subscription, params, now);
    if (billsNow && plan) unpaid = billChange(world, subscription, plan, lines);
    else for (const line of lines) addPendingLine(world, subscription, line);
    if (unpaid && subscription.status === "active") subscription.status = "past_due";
  });
  return subscription;
}

/** Schedules or takes back a cancellation. */
export function setCancelAtPeriodEnd(world: World, subscription: Subscription, cancel: boolean): void {
  subscription.cancel_at_period_end = cancel;
  subscription.cancel_at = cancel ? nextBilling(subscription) : null;
  subscription.canceled_at = cancel ? world.now(subscription.customer) : null;
  markReason(subscription, cancel ? "cancellation_requested" : null);
}

/** Sets the moment at which the subscription ends, as the portal does in flexible billing mode. */
export function setCancelAt(world: World, subscription: Subscription, cancelAt: number | null): void {
  subscription.cancel_at_period_end = false;
  subscription.cancel_at = cancelAt;
  subscription.canceled_at = cancelAt === null ? null : world.now(subscription.customer);
  markReason(subscription, cancelAt === null ? null : "cancellation_requested");
}

function markReason(subscription: Subscription, reason: "cancellation_requested" | null): void {
  if (subscription.cancellation_details) subscription.cancellation_details.reason = reason;
}

function refuseEnded(subscription: Subscription, params: Update): void {
  if (subscription.status !== "canceled" && subscription.status !== "incomplete_expired") return;
  const allowed = ["metadata", "cancellation_details"];
  if (Object.keys(params).every((name) => allowed.includes(name))) return;
  throw invalidRequest("A canceled subscription can only update its cancellation_details and metadata.");
}

function refuseBadCard(world: World, subscription: Subscription): void {
  const customer = world.store.get("customer", subscription.customer);
  const id = subscription.default_payment_method ?? customer.invoice_settings.default_payment_method;
  const method = world.store.find("payment_method", id);
  const refusal = method ? bankRefusal(world, method, false) : "no_payment_method";
  if (refusal) throw cardDeclined(refusal);
}

function applyFields(world: World, subscription: Subscription, params: Update, now: number): void {
  subscription.metadata = mergeMetadata(subscription.metadata, params.metadata);
  if (params.description !== undefined) subscription.description = orNull(params.description);
  if (params.collection_method) subscription.collection_method = params.collection_method;
  if (params.default_payment_method !== undefined) {
    const id = params.default_payment_method;
    subscription.default_payment_method = id
      ? methodOfCustomer(world, id, subscription.customer, "default_payment_method").id
      : null;
  }
  if (params.cancel_at_period_end !== undefined) {
    setCancelAtPeriodEnd(world, subscription, params.cancel_at_period_end);
  }
  if (params.cancel_at !== undefined)
    setCancelAt(world, subscription, cancelTime(subscription, params.cancel_at));
  if (params.cancellation_details && subscription.cancellation_details) {
    const { comment, feedback } = params.cancellation_details;
    if (comment !== undefined) subscription.cancellation_details.comment = orNull(comment);
    if (feedback !== undefined) subscription.cancellation_details.feedback = orNull(feedback);
  }
  if (params.pause_collection !== undefined) {
    const pause = orNull(params.pause_collection);
    subscription.pause_collection = pause && {
      behavior: pause.behavior,
      resumes_at: pause.resumes_at ?? null,
    };
  }
  if (params.trial_end === "now" && subscription.status === "trialing") {
    subscription.trial_end = now;
    for (const item of subscription.items.data) item.current_period_end = now;
  }
}

function cancelTime(
  subscription: Subscription,
  value: Exclude<Update["cancel_at"], undefined>,
): number | null {
  if (value === "" || value === null) return null;
  if (typeof value === "number") return value;
  const ends = subscription.items.data.map((item) => item.current_period_end);
  return value === "max_period_end" ? Math.max(...ends) : Math.min(...ends);
}

/** @returns the invoice when it could not be collected */
function billChange(
  world: World,
  subscription: Subscription,
  plan: PlanChange,
  lines: LineDraft[],
): Invoice | null {
  const fresh = plan.restartsPeriod
    ? periodLines(world, subscription.customer, subscription.items.data, null)
    : [];
  const invoice = openInvoice(world, {
    customer: subscription.customer,
    currency: subscription.currency,
    reason: "subscription_update",
    subscription,
    lines: [...pendingLines(world, subscription.customer, subscription.id), ...lines, ...fresh],
  });
  subscription.latest_invoice = invoice.id;
  if (subscription.collection_method === "send_invoice") return null;
  const refusal = collect(world, invoice, { present: false, paymentMethod: paymentMethodOf(world, invoice) });
  return refusal ? invoice : null;
}
