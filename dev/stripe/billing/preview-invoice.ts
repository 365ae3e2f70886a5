import type Stripe from "stripe";
import { invalidRequest } from "../http/errors";
import { newId } from "../state/ids";
import type { Invoice, Subscription, SubscriptionItem, Wire } from "../state/wire";
import type { World } from "../state/world";
import { applyPlanChange, linesOfChange, readPlanChange } from "../subscriptions/plan-change";
import { createItem, nextBilling, recurringPrice, startPeriod } from "../subscriptions/subscription-items";
import { type LineDraft, periodLines } from "./invoice-lines";
import { buildInvoice } from "./invoices";
import { pendingLines } from "./pending-lines";
import { intervalOf, periodEnd } from "./periods";

type Params = Wire<Stripe.InvoiceCreatePreviewParams>;

/** The invoice that would come next, or at once for a change that is billed at once. Nothing is stored. */
export function previewInvoice(world: World, params: Params): Invoice {
  if (params.subscription) {
    return previewChange(world, world.store.get("subscription", params.subscription, "subscription"), params);
  }
  if (!params.customer) {
    throw invalidRequest("You must specify at least one of: customer, customer_details, subscription.");
  }
  return previewNew(world, params.customer, params);
}

function previewChange(world: World, stored: Subscription, params: Params): Invoice {
  if (stored.status === "canceled") {
    throw invalidRequest("No upcoming invoices for customer", undefined, "invoice_upcoming_none");
  }
  const subscription = structuredClone(stored);
  const details = params.subscription_details ?? {};
  const at = details.proration_date ?? world.now(subscription.customer);
  const behavior = details.proration_behavior ?? "create_prorations";
  const lines = pendingLines(world, subscription.customer, subscription.id);
  const plan = details.items ? readPlanChange(world, subscription, details.items) : null;
  if (plan) {
    if (behavior !== "none" && subscription.status !== "trialing")
      lines.push(...linesOfChange(world, plan, at));
    applyPlanChange(world, subscription, plan, at);
  }
  const restarted = plan?.restartsPeriod ?? false;
  const billedNow = plan !== null && (restarted || behavior === "always_invoice");
  if (!billedNow && isEnding(subscription, details)) {
    throw invalidRequest("No upcoming invoices for customer", undefined, "invoice_upcoming_none");
  }
  const endedStart = Math.min(...subscription.items.data.map((item) => item.current_period_start));
  const periodStart = nextBilling(subscription);
  if (!billedNow) startPeriod(subscription, periodStart);
  if (!billedNow || restarted) lines.push(...cycle(world, subscription, restarted ? null : endedStart));
  return preview(
    world,
    subscription,
    lines,
    billedNow ? { start: at, end: at } : { start: endedStart, end: periodStart },
  );
}

function isEnding(subscription: Subscription, details: NonNullable<Params["subscription_details"]>): boolean {
  if (details.cancel_at_period_end !== undefined) return details.cancel_at_period_end;
  return subscription.cancel_at !== null && subscription.cancel_at <= nextBilling(subscription);
}

function previewNew(world: World, customer: string, params: Params): Invoice {
  const now = world.now(world.store.get("customer", customer, "customer").id);
  const items: SubscriptionItem[] = (params.subscription_details?.items ?? []).map((item, index) => {
    const price = recurringPrice(world, item.price ?? "", `subscription_details[items][${index}][price]`);
    const period = { start: now, end: periodEnd(now, intervalOf(price), now) };
    return createItem(world, { id: "sub_preview", customer }, price, item.quantity ?? 1, period);
  });
  if (!items[0])
    throw invalidRequest("No upcoming invoices for customer", undefined, "invoice_upcoming_none");
  return buildInvoice(world, {
    id: newId("upcoming_in", 16),
    customer,
    currency: items[0].price.currency,
    reason: "upcoming",
    subscription: null,
    lines: periodLines(world, customer, items, null),
  });
}

function cycle(world: World, subscription: Subscription, endedStart: number | null): LineDraft[] {
  return periodLines(world, subscription.customer, subscription.items.data, endedStart);
}

function preview(
  world: World,
  subscription: Subscription,
  lines: LineDraft[],
  period: { start: number; end: number },
): Invoice {
  return buildInvoice(world, {
    id: newId("upcoming_in", 16),
    customer: subscription.customer,
    currency: subscription.currency,
    reason: "upcoming",
    subscription,
    lines,
    period,
  });
}
