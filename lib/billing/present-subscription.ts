import { isPlanKey } from "@/lib/entitlements/catalogue";
import type { Subscription } from "@/lib/infra/prisma/generated/client";
import type { SubscriptionDto } from "./schema";
import { endsAt } from "./stripe/subscription-changes";

const iso = (date: Date | null) => date?.toISOString() ?? null;

/** A subscription as the API tells it. */
export function presentSubscription(row: Subscription): SubscriptionDto {
  return {
    id: row.id,
    plan: isPlanKey(row.planType) ? row.planType : "free",
    interval: row.billingInterval === "year" ? "year" : "month",
    status: row.status,
    current_period_start: iso(row.currentPeriodStart),
    current_period_end: iso(row.currentPeriodEnd),
    cancels_at: iso(endsAt(row)),
    pending_plan: row.pendingPlan && isPlanKey(row.pendingPlan) ? row.pendingPlan : null,
    past_due_since: iso(row.pastDueSince),
    created_at: row.createdAt.toISOString(),
  };
}
