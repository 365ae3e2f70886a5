import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { readBreakdown } from "./read-breakdown";
import { BREAKDOWN_LEVEL, type BreakdownPage, type BreakdownQuery, breakdownQuery } from "./schema";
import { tenantRead, tenantWindow } from "./tenant-window";

/**
 * Requests of the tenant by route, API key or status, the busiest first. The cursor carries the place in that order.
 * @throws DomainError permission_denied, feature_unavailable (range or breakdown), invalid_request (cursor)
 */
export async function listBreakdown(ctx: TenantContext, input: BreakdownQuery): Promise<BreakdownPage> {
  ctx.authorize("usage:read");
  const { range, by, limit, cursor } = breakdownQuery.parse(input);
  const window = await tenantWindow(ctx, range, BREAKDOWN_LEVEL[by]);
  const rows = await readBreakdown(tenantRead(ctx), ctx.tenant.id, window, by);
  const start = cursor ? decodeCursor(cursor).at.getTime() : 0;
  return toPage(
    rows.slice(start, start + limit + 1),
    limit,
    (row) => ({ at: new Date(rows.indexOf(row) + 1), id: ctx.tenant.id }),
    (row) => row,
  );
}
