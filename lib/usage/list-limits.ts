import "server-only";
import { seatsIfReachable } from "@/lib/access/seats/read-seats";
import type { TenantContext } from "@/lib/core/context";
import { accountUsage, type MeterUsage } from "./account-usage";
import type { UsageLimitDto, UsageLimitPage } from "./schema";

/**
 * The limits of the tenant's account and what is taken of them, over all its tenants; seats are the tenant's own.
 * Costs no call.
 * @throws DomainError permission_denied
 */
export async function listLimits(ctx: TenantContext): Promise<UsageLimitPage> {
  ctx.authorize("usage:read");
  const [rows, seats] = await Promise.all([accountUsage(ctx.tenant.accountId), seatsIfReachable(ctx)]);
  const data: UsageLimitDto[] = rows.toSorted(byOrder).map((row) => ({
    meter: row.meter,
    used: row.used,
    limit: row.limit,
    remaining: row.limit === null ? null : Math.max(0, row.limit - row.used),
    period_start: row.periodStart?.toISOString() ?? null,
    period_end: row.periodEnd?.toISOString() ?? null,
  }));
  if (!seats) return { data, page: { next_cursor: null, has_more: false } };
  data.push({
    meter: "seats",
    used: seats.used,
    limit: seats.limit,
    remaining: seats.available,
    period_start: null,
    period_end: null,
  });
  return { data, page: { next_cursor: null, has_more: false } };
}

const ORDER: readonly MeterUsage["meter"][] = ["api_calls", "agents", "tenants"];

function byOrder(a: MeterUsage, b: MeterUsage): number {
  return ORDER.indexOf(a.meter) - ORDER.indexOf(b.meter);
}
