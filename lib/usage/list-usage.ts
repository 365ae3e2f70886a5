import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { getUsageSeries } from "./get-usage-series";
import { type UsageListQuery, type UsagePage, usageListQuery } from "./schema";

/**
 * One meter over time in pages, oldest first. The cursor is the start of the last bucket shown.
 * @throws ValidationError for a range that is empty or too long, DomainError invalid_request (cursor)
 */
export async function listUsage(ctx: TenantContext, input: UsageListQuery): Promise<UsagePage> {
  const { limit, cursor, ...query } = usageListQuery.parse(input);
  const after = cursor ? decodeCursor(cursor).at : null;
  const buckets = await getUsageSeries(ctx, query);
  const rest = after ? buckets.filter((bucket) => new Date(bucket.start) > after) : buckets;
  return toPage(
    rest.slice(0, limit + 1),
    limit,
    (bucket) => ({ at: new Date(bucket.start), id: ctx.tenant.id }),
    (bucket) => bucket,
  );
}
