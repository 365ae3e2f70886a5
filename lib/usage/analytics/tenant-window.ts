import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { assertFeature } from "@/lib/entitlements/check-feature";
import { queryTenant } from "@/lib/tenancy/query-tenant";
import { accountUsage } from "../account-usage";
import { type AnalyticsWindow, analyticsWindow } from "./range";
import type { Read } from "./read-figures";
import { type AnalyticsLevel, type AnalyticsRange, RANGE_LEVEL } from "./schema";

/** Reads as the tenant itself: row security and grants decide what there is. */
export function tenantRead(ctx: TenantContext): Read {
  return (statement) => queryTenant({ tenantId: ctx.tenant.id, cell: ctx.tenant.cell }, statement);
}

/**
 * The window of a range, for those whose plan has it.
 * @throws DomainError permission_denied, feature_unavailable naming the plan that has the range or the level
 */
export async function tenantWindow(
  ctx: TenantContext,
  range: AnalyticsRange,
  level: AnalyticsLevel = "basic",
): Promise<AnalyticsWindow> {
  ctx.authorize("usage:read");
  assertFeature(ctx.tenant.entitlements, "analytics", level);
  assertFeature(ctx.tenant.entitlements, "analytics", RANGE_LEVEL[range]);
  if (range !== "period") return analyticsWindow(range, null);
  const usage = await accountUsage(ctx.tenant.accountId);
  return analyticsWindow(range, usage.find((meter) => meter.periodStart)?.periodStart ?? null);
}
