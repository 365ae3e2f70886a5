import "server-only";
import type { StaffContext } from "@/lib/core/context";
import { systemPool } from "@/lib/infra/database/pools";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { bucketValue } from "@/lib/usage/analytics/histogram";
import { analyticsWindow } from "@/lib/usage/analytics/range";
import { NO_FIGURES, presentFigures, presentTotals, readFigures } from "@/lib/usage/analytics/read-figures";
import { assertStaff } from "../assert-staff";
import { mergeFigures } from "./merge-figures";
import { platformAvailability } from "./platform-availability";
import { rankTenants, type TenantFigures, tenantFigures } from "./rank-tenants";
import {
  type AdminAnalyticsQuery,
  adminAnalyticsQuery,
  type PlatformAnalyticsDto,
  type RankedTenantDto,
} from "./schema";
import { systemRead } from "./system-read";

/**
 * Requests, latency and availability of the whole platform, and the ten tenants that call most, wait longest and fail
 * most often.
 * @throws PermissionError
 */
export async function getPlatformAnalytics(
  ctx: StaffContext,
  input: AdminAnalyticsQuery,
): Promise<PlatformAnalyticsDto> {
  assertStaff(ctx);
  const { range } = adminAnalyticsQuery.parse(input);
  const window = analyticsWindow(range, null);
  const [cells, whole] = await Promise.all([
    eachCell(async (cell) => {
      const read = systemRead(cell);
      return Promise.all([
        readFigures(read, null, window, null),
        readFigures(read, null, window, "start"),
        tenantFigures(read, window),
      ]);
    }),
    platformAvailability(window),
  ]);
  const total = mergeFigures(cells.map(([totals]) => totals)).get("") ?? NO_FIGURES;
  const points = mergeFigures(cells.map(([, points]) => points));
  const ranking = rankTenants(cells.flatMap(([, , tenants]) => tenants));
  const names = await nameTenants([...ranking.noisiest, ...ranking.slowest, ...ranking.mostFailing]);
  const present = (rows: readonly TenantFigures[]) => rows.map((row) => presentTenant(row, names));
  const starts = Array.from(
    { length: Math.round((window.toMs - window.fromMs) / window.spanMs) },
    (_, index) => window.fromMs + index * window.spanMs,
  );
  return {
    range,
    interval: window.interval,
    from: new Date(window.fromMs).toISOString(),
    to: new Date(window.toMs).toISOString(),
    as_of: whole.asOf?.toISOString() ?? null,
    tenants: ranking.tenants,
    totals: presentTotals(total, whole),
    series: starts.map((startMs) => ({
      start: new Date(startMs).toISOString(),
      end: new Date(startMs + window.spanMs).toISOString(),
      ...presentFigures(points.get(new Date(startMs).toISOString()) ?? NO_FIGURES),
    })),
    noisiest: present(ranking.noisiest),
    slowest: present(ranking.slowest),
    most_failing: present(ranking.mostFailing),
  };
}

type Name = { id: string; name: string; slug: string; plan: string };

async function nameTenants(rows: readonly TenantFigures[]): Promise<Map<string, Name>> {
  const { rows: names } = await systemPool().query<Name>(
    `select t.id, t.name, t.slug, a.plan_key as plan from platform.tenants t
     join platform.accounts a on a.id = t.account_id where t.id = any($1)`,
    [[...new Set(rows.map((row) => row.tenantId))]],
  );
  return new Map(names.map((name) => [name.id, name]));
}

function presentTenant(row: TenantFigures, names: ReadonlyMap<string, Name>): RankedTenantDto {
  const found = names.get(row.tenantId);
  return {
    tenant_id: row.tenantId,
    name: found?.name ?? row.tenantId,
    slug: found?.slug ?? "",
    plan: found?.plan ?? "",
    requests: row.requests,
    faults: row.faults,
    error_rate: row.requests === 0 ? 0 : row.faults / row.requests,
    p95_ms: row.p95Bucket === null ? null : bucketValue(row.p95Bucket),
  };
}
