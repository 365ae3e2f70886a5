import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { toCsv } from "@/lib/core/csv";
import { assertFeature } from "@/lib/entitlements/check-feature";
import { getUsageSeries } from "./get-usage-series";
import type { UsageSeriesQuery } from "./schema";

/**
 * One meter over time as CSV, every row of the range.
 * @throws ValidationError for a range that is empty or too long; DomainError permission_denied feature_switched_off
 */
export async function exportUsage(ctx: TenantContext, input: UsageSeriesQuery): Promise<string> {
  assertFeature(ctx.tenant.entitlements, "usage_export");
  const buckets = await getUsageSeries(ctx, input);
  return toCsv([
    ["start_utc", "end_utc", "meter", "quantity", "errors", "average_duration_ms"],
    ...buckets.map((bucket) => [
      bucket.start,
      bucket.end,
      bucket.meter,
      bucket.quantity,
      bucket.errors,
      bucket.average_duration_ms,
    ]),
  ]);
}
