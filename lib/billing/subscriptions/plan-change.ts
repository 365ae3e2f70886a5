import { ConflictError } from "@/lib/core/errors";
import { type BillingInterval, isPlanKey, PLANS, type PlanKey } from "@/lib/entitlements/catalogue";
import type { Subscription } from "@/lib/infra/prisma/generated/client";
import { endsAt } from "../stripe/subscription-changes";

export type Terms = { plan: PlanKey; interval: BillingInterval };

/** `now`: billed at once. `period_end`: a smaller plan from the next period on. `withdraw`: keeps the plan after all. */
export type ChangeKind = "now" | "period_end" | "withdraw";

type Current = Pick<
  Subscription,
  | "planType"
  | "billingInterval"
  | "pendingPlan"
  | "status"
  | "cancelAt"
  | "cancelAtPeriodEnd"
  | "currentPeriodEnd"
>;

/**
 * Says how a subscription gets to other terms: up or another interval now, down at the end of the period.
 * @throws ConflictError unchanged, change_scheduled, cancel_scheduled, payment_due
 */
export function kindOfChange(current: Current, target: Terms): ChangeKind {
  const same = current.planType === target.plan && current.billingInterval === target.interval;
  if (current.status === "past_due" || current.status === "unpaid") {
    throw new ConflictError("Pay the open invoice first.", { reason: "payment_due" });
  }
  if (endsAt(current)) {
    throw new ConflictError("Resume the subscription first: it is set to end.", {
      reason: "cancel_scheduled",
    });
  }
  if (current.pendingPlan) {
    if (same) return "withdraw";
    throw new ConflictError("Another change waits for the end of the period. Withdraw it first.", {
      reason: "change_scheduled",
    });
  }
  if (same) throw new ConflictError("This is the present plan.", { reason: "unchanged" });
  const isSmaller = isPlanKey(current.planType) && PLANS[target.plan].rank < PLANS[current.planType].rank;
  return isSmaller && current.billingInterval === target.interval ? "period_end" : "now";
}
