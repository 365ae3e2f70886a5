import * as z from "zod";
import type { Entitlements } from "@/lib/core/context";
import { levelRank, PLANS, smallestPlanWith } from "@/lib/entitlements/catalogue";
import { type AnalyticsLevel, analyticsRange, breakdownBy } from "@/lib/usage/analytics/schema";

/** What the analytics page shows, read from its address; anything odd falls back to the default. */
export const analyticsView = z.object({
  range: analyticsRange.catch("24h"),
  by: breakdownBy.catch("route"),
});

/** The name of the smallest plan that has this level of analytics; null when this account has it. */
export function lockedBy(entitlements: Entitlements, level: AnalyticsLevel): string | null {
  const own = entitlements.analytics;
  if (own?.enabled && levelRank("analytics", own.level) >= levelRank("analytics", level)) return null;
  const plan = smallestPlanWith("analytics", level);
  return plan ? PLANS[plan].name : "";
}

/** Never rounds up: 99.9996 % is not 100 %. */
export function floorRatio(ratio: number): number {
  return Math.floor(ratio * 1e5 + 1e-6) / 1e5;
}
