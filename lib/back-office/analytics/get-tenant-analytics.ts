import "server-only";
import type { StaffContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { env } from "@/lib/infra/env";
import { withSystem } from "@/lib/tenancy/with-system";
import { tenantCost } from "@/lib/usage/analytics/cost-model";
import { type AnalyticsWindow, analyticsWindow } from "@/lib/usage/analytics/range";
import { readActiveMembers } from "@/lib/usage/analytics/read-active-members";
import { readBreakdown } from "@/lib/usage/analytics/read-breakdown";
import { readPerformance } from "@/lib/usage/analytics/read-performance";
import { assertStaff } from "../assert-staff";
import { readCostBasis } from "./read-cost-basis";
import { type AdminAnalyticsQuery, type AdminTenantAnalyticsDto, adminAnalyticsQuery } from "./schema";
import { systemRead } from "./system-read";
import { tenantRevenue } from "./tenant-revenue";

const ROUTES_SHOWN = 10;

/**
 * What the tenant sees of its own performance, with what it costs us and what it brings in.
 * @throws PermissionError; NotFoundError; DomainError tenant_unavailable while its cell is down
 */
export async function getTenantAnalytics(
  ctx: StaffContext,
  id: string,
  input: AdminAnalyticsQuery,
): Promise<AdminTenantAnalyticsDto> {
  assertStaff(ctx);
  const { range } = adminAnalyticsQuery.parse(input);
  const tenant = await withSystem((tx) =>
    tx.tenant.findUnique({ where: { id }, select: { accountId: true, createdAt: true, cell: true } }),
  );
  if (!tenant) throw new NotFoundError("tenant");
  const window = analyticsWindow(range, null);
  const read = systemRead(tenant.cell);
  const [performance, routes, members, { basis, storageBytes }, revenueMicros] = await Promise.all([
    readPerformance(read, id, window),
    readBreakdown(read, id, window, "route"),
    readActiveMembers(read, id, { fromMs: Date.now(), toMs: Date.now() + 1 }),
    readCostBasis(read, id, window, livedDays(window, tenant.createdAt)),
    tenantRevenue(tenant.accountId, livedDays(window, tenant.createdAt)),
  ]);
  const unit = env().UNIT_COSTS;
  const { lines, totalMicros } = tenantCost(basis, unit);
  return {
    performance,
    routes: routes.slice(0, ROUTES_SHOWN),
    active_members: members[0] ?? null,
    storage_bytes: storageBytes,
    cost: {
      lines,
      total: { micros: totalMicros, currency: unit.currency },
      revenue: { micros: revenueMicros, currency: unit.currency },
      margin: revenueMicros === 0 ? null : (revenueMicros - totalMicros) / revenueMicros,
    },
  };
}

/** Days of the window that have passed and in which the tenant existed. */
function livedDays({ fromMs, toMs }: AnalyticsWindow, createdAt: Date): number {
  const end = Math.min(toMs, Date.now());
  return Math.max(0, end - Math.max(fromMs, createdAt.getTime())) / 86_400_000;
}
