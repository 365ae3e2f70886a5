import "server-only";
import type Stripe from "stripe";
import { type BillingInterval, isPlanKey, PLANS, type PlanKey } from "@/lib/entitlements/catalogue";
import { stripeClient } from "@/lib/infra/stripe";

const MAX_SUBSCRIPTIONS = 100;
const MAX_INVOICES = 100;

/** Metadata of a downgrade that waits: the plan that is paid for, until the period that ends then. */
export const KEEP_PLAN = "atrium_keep_plan";
export const KEEP_UNTIL = "atrium_keep_until";

/** One subscription as our mirror keeps it: read from Stripe's objects only, never from an event. */
export type MirroredSubscription = {
  stripeSubscriptionId: string;
  planType: PlanKey;
  planVersion: number;
  pendingPlan: PlanKey | null;
  billingInterval: BillingInterval;
  status: string;
  stripePriceId: string;
  currentPeriodStart: Date;
  currentPeriodEnd: Date;
  cancelAtPeriodEnd: boolean;
  cancelAt: Date | null;
  canceledAt: Date | null;
  endedAt: Date | null;
  cancelReason: string | null;
  pastDueSince: Date | null;
  createdAt: Date;
  tenantId: string | null;
};

export type MirroredInvoice = {
  stripeInvoiceId: string;
  stripeSubscriptionId: string | null;
  number: string | null;
  status: string;
  currency: string;
  totalMinor: bigint;
  amountDueMinor: bigint;
  amountPaidMinor: bigint;
  hostedInvoiceUrl: string | null;
  invoicePdfUrl: string | null;
  periodStart: Date | null;
  periodEnd: Date | null;
  issuedAt: Date;
};

export type CustomerState = { subscriptions: MirroredSubscription[]; invoices: MirroredInvoice[] };

/**
 * Everything Stripe knows of a customer that decides what the account may do.
 * @throws Error for a subscription to a price that is in no plan: guessing would give or take a plan wrongly
 */
export async function fetchCustomer(customerId: string): Promise<CustomerState> {
  const [subscriptions, invoices] = await Promise.all([
    stripeClient().subscriptions.list({ customer: customerId, status: "all", limit: MAX_SUBSCRIPTIONS }),
    stripeClient().invoices.list({ customer: customerId, limit: MAX_INVOICES }),
  ]);
  return {
    subscriptions: subscriptions.data.map((subscription) => mirrorSubscription(subscription, invoices.data)),
    invoices: invoices.data.filter((invoice) => invoice.status !== "draft").map(mirrorInvoice),
  };
}

function mirrorSubscription(
  subscription: Stripe.Subscription,
  invoices: readonly Stripe.Invoice[],
): MirroredSubscription {
  const item = subscription.items.data[0];
  if (!item) throw new Error(`Subscription ${subscription.id} has no item.`);
  const priced = planOfPrice(item.price);
  const kept = keptPlan(subscription, item.current_period_end);
  return {
    stripeSubscriptionId: subscription.id,
    planType: kept?.key ?? priced.key,
    planVersion: kept?.version ?? priced.version,
    pendingPlan: kept ? priced.key : null,
    billingInterval: item.price.recurring?.interval === "year" ? "year" : "month",
    status: subscription.status,
    stripePriceId: item.price.id,
    currentPeriodStart: at(item.current_period_start),
    currentPeriodEnd: at(item.current_period_end),
    cancelAtPeriodEnd: subscription.cancel_at_period_end,
    cancelAt: orNull(subscription.cancel_at),
    canceledAt: orNull(subscription.canceled_at),
    endedAt: orNull(subscription.ended_at),
    cancelReason: subscription.cancellation_details?.feedback ?? null,
    pastDueSince: pastDueSince(subscription, invoices),
    createdAt: at(subscription.created),
    tenantId: subscription.metadata.tenant_id ?? null,
  };
}

/**
 * Plan and version of a price, from the name that lib/entitlements gave it.
 * @throws Error when the price is none of ours
 */
export function planOfPrice(price: Pick<Stripe.Price, "id" | "lookup_key" | "metadata">): {
  key: PlanKey;
  version: number;
} {
  const named = /^atrium_([a-z]+)_v(\d+)_/.exec(price.lookup_key ?? "");
  const key = named?.[1] ?? price.metadata.plan_key ?? "";
  const version = Number(named?.[2] ?? price.metadata.plan_version ?? 1);
  if (!isPlanKey(key)) throw new Error(`Price ${price.id} belongs to no plan.`);
  return { key, version };
}

/** A waiting downgrade holds for the period it was made in; with the next period it is over by itself. */
function keptPlan(
  subscription: Stripe.Subscription,
  periodEndSeconds: number,
): { key: PlanKey; version: number } | null {
  const key = subscription.metadata[KEEP_PLAN] ?? "";
  if (!isPlanKey(key) || periodEndSeconds > Number(subscription.metadata[KEEP_UNTIL])) return null;
  return { key, version: PLANS[key].version };
}

/** The first unpaid invoice that was tried: Stripe has no field that says since when. */
function pastDueSince(subscription: Stripe.Subscription, invoices: readonly Stripe.Invoice[]): Date | null {
  if (subscription.status !== "past_due" && subscription.status !== "unpaid") return null;
  const unpaid = invoices
    .filter((invoice) => subscriptionIdOf(invoice) === subscription.id)
    .filter((invoice) => invoice.status === "open" || invoice.status === "uncollectible")
    .map((invoice) => invoice.status_transitions.finalized_at ?? invoice.created);
  return at(
    unpaid.length > 0 ? Math.min(...unpaid) : (subscription.items.data[0]?.current_period_start ?? 0),
  );
}

function mirrorInvoice(invoice: Stripe.Invoice): MirroredInvoice {
  return {
    stripeInvoiceId: invoice.id,
    stripeSubscriptionId: subscriptionIdOf(invoice),
    number: invoice.number,
    status: invoice.status ?? "open",
    currency: invoice.currency,
    totalMinor: BigInt(invoice.total),
    amountDueMinor: BigInt(invoice.amount_remaining),
    amountPaidMinor: BigInt(invoice.amount_paid),
    hostedInvoiceUrl: invoice.hosted_invoice_url ?? null,
    invoicePdfUrl: invoice.invoice_pdf ?? null,
    periodStart: at(invoice.period_start),
    periodEnd: at(invoice.period_end),
    issuedAt: at(invoice.created),
  };
}

export function subscriptionIdOf(invoice: Stripe.Invoice): string | null {
  return idOf(invoice.parent?.subscription_details?.subscription);
}

/** The id of a reference that may be expanded. */
export function idOf(reference: string | { id: string } | null | undefined): string | null {
  if (!reference) return null;
  return typeof reference === "string" ? reference : reference.id;
}

const at = (seconds: number) => new Date(seconds * 1000);
const orNull = (seconds: number | null) => (seconds === null ? null : at(seconds));
