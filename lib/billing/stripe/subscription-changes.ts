import { PLANS } from "@/lib/entitlements/catalogue";
import type { Subscription } from "@/lib/infra/prisma/generated/client";
import type { BillingMail } from "../mail-billing-contacts";
import type { MirroredSubscription } from "./fetch-customer";

export type SubscriptionChange = {
  action: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  mail?: BillingMail;
};

const DEAD = ["canceled", "incomplete_expired"];
const UNPAID = ["past_due", "unpaid"];

/** What happened between two readings of a subscription. Pure; nothing when they say the same. */
export function changesOf(before: Subscription | null, after: MirroredSubscription): SubscriptionChange[] {
  const name = PLANS[after.planType].name;
  const changes: SubscriptionChange[] = [];
  const terms = (row: { planType: string; billingInterval: string }) => ({
    plan: row.planType,
    interval: row.billingInterval,
  });
  if (!before && !DEAD.includes(after.status)) {
    changes.push({ action: "subscription.started", after: { ...terms(after), status: after.status } });
  }
  if (before && (before.planType !== after.planType || before.billingInterval !== after.billingInterval)) {
    changes.push({ action: "subscription.plan_changed", before: terms(before), after: terms(after) });
  }
  if (before && before.pendingPlan !== after.pendingPlan && before.planType === after.planType) {
    const action = after.pendingPlan
      ? "subscription.downgrade_scheduled"
      : "subscription.downgrade_withdrawn";
    changes.push({
      action,
      before: { pending_plan: before.pendingPlan },
      after: { pending_plan: after.pendingPlan, effective_at: after.currentPeriodEnd },
    });
  }
  changes.push(...endingChanges(before, after, name), ...paymentChanges(before, after, name));
  return changes;
}

function endingChanges(
  before: Subscription | null,
  after: MirroredSubscription,
  planName: string,
): SubscriptionChange[] {
  const wasDead = before !== null && DEAD.includes(before.status);
  if (DEAD.includes(after.status)) {
    if (wasDead || (!before && after.status !== "canceled")) return [];
    return [{ action: "subscription.ended", after: { status: after.status, ended_at: after.endedAt } }];
  }
  const was = before ? endsAt(before) : null;
  const is = endsAt(after);
  if (is && !was) {
    return [
      {
        action: "subscription.cancel_scheduled",
        after: { ends_at: is, reason: after.cancelReason },
        mail: { template: "cancel_scheduled", data: { planName, endsAt: is.toISOString() } },
      },
    ];
  }
  return was && !is ? [{ action: "subscription.resumed", before: { ends_at: was } }] : [];
}

function paymentChanges(
  before: Subscription | null,
  after: MirroredSubscription,
  planName: string,
): SubscriptionChange[] {
  const was = before !== null && UNPAID.includes(before.status);
  const is = UNPAID.includes(after.status);
  if (is && !was) {
    return [
      {
        action: "payment.failed",
        after: { past_due_since: after.pastDueSince },
        mail: { template: "payment_failed", data: { planName } },
      },
    ];
  }
  return was && after.status === "active" ? [{ action: "payment.recovered" }] : [];
}

/** When a subscription that was cancelled will end; null while it renews. */
export function endsAt(row: {
  cancelAt: Date | null;
  cancelAtPeriodEnd: boolean;
  currentPeriodEnd: Date | null;
}): Date | null {
  return row.cancelAt ?? (row.cancelAtPeriodEnd ? row.currentPeriodEnd : null);
}
