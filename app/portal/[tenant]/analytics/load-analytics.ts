import "server-only";
import type { AnalyticsData } from "@/components/analytics/analytics-body";
import { lockedBy } from "@/components/analytics/analytics-view";
import { getSpend } from "@/lib/billing/invoices/get-spend";
import type { TenantContext } from "@/lib/core/context";
import { getPerformance } from "@/lib/usage/analytics/get-performance";
import { listActiveMembers } from "@/lib/usage/analytics/list-active-members";
import { listBreakdown } from "@/lib/usage/analytics/list-breakdown";
import {
  type AnalyticsRange,
  BREAKDOWN_LEVEL,
  type BreakdownBy,
  MEMBERS_LEVEL,
  RANGE_LEVEL,
} from "@/lib/usage/analytics/schema";
import { listLimits } from "@/lib/usage/list-limits";

const ROWS = 50;

/** Everything the plan and the person's rights show of a range; null when the plan lacks the range itself. */
export async function loadAnalytics(
  ctx: TenantContext,
  { range, by }: { range: AnalyticsRange; by: BreakdownBy },
): Promise<AnalyticsData | null> {
  const { entitlements } = ctx.tenant;
  if (lockedBy(entitlements, RANGE_LEVEL[range]) !== null) return null;
  const [performance, breakdown, members, spend, limits] = await Promise.all([
    getPerformance(ctx, { range }),
    lockedBy(entitlements, BREAKDOWN_LEVEL[by]) === null
      ? listBreakdown(ctx, { range, by, limit: ROWS })
      : null,
    lockedBy(entitlements, MEMBERS_LEVEL) === null ? listActiveMembers(ctx, { range }) : null,
    ctx.decide("billing:read").allowed ? getSpend(ctx, { range }) : null,
    listLimits(ctx),
  ]);
  return {
    performance,
    rows: breakdown?.data ?? [],
    days: members?.data ?? [],
    spend,
    agents: limits.data.find((limit) => limit.meter === "agents")?.used ?? 0,
  };
}
