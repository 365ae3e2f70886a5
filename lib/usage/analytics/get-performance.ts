import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { readPerformance } from "./read-performance";
import { type PerformanceDto, type PerformanceQuery, performanceQuery } from "./schema";
import { tenantRead, tenantWindow } from "./tenant-window";

/**
 * Requests, errors, latency percentiles and availability of the tenant over a range, in UTC.
 * @throws DomainError permission_denied, feature_unavailable (the plan lacks the range)
 */
export async function getPerformance(ctx: TenantContext, input: PerformanceQuery): Promise<PerformanceDto> {
  ctx.authorize("usage:read");
  const { range } = performanceQuery.parse(input);
  return readPerformance(tenantRead(ctx), ctx.tenant.id, await tenantWindow(ctx, range));
}
