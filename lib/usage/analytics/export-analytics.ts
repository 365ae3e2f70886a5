import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { toCsv } from "@/lib/core/csv";
import { readActiveMembers } from "./read-active-members";
import { readBreakdown } from "./read-breakdown";
import { readPerformance } from "./read-performance";
import {
  type AnalyticsExportQuery,
  BREAKDOWN_LEVEL,
  type BreakdownRowDto,
  exportQuery,
  MEMBERS_LEVEL,
} from "./schema";
import { tenantRead, tenantWindow } from "./tenant-window";

const FIGURES = ["requests", "client_errors", "faults", "error_rate", "p50_ms", "p95_ms", "p99_ms"] as const;

/**
 * One report of the tenant's analytics as CSV, every row of the range.
 * @throws DomainError permission_denied, feature_unavailable (range or report)
 */
export async function exportAnalytics(ctx: TenantContext, input: AnalyticsExportQuery): Promise<string> {
  ctx.authorize("usage:read");
  const { range, report } = exportQuery.parse(input);
  const [read, { id }] = [tenantRead(ctx), ctx.tenant];
  switch (report) {
    case "series": {
      const { series } = await readPerformance(read, id, await tenantWindow(ctx, range));
      return toCsv([
        ["start_utc", "end_utc", ...FIGURES, "availability"],
        ...series.map((point) => [point.start, point.end, ...figures(point), point.availability]),
      ]);
    }
    case "members": {
      const days = await readActiveMembers(read, id, await tenantWindow(ctx, range, MEMBERS_LEVEL));
      return toCsv([
        ["day_utc", "daily", "weekly", "monthly"],
        ...days.map((day) => [day.day, day.daily, day.weekly, day.monthly]),
      ]);
    }
    case "route":
    case "api_key":
    case "status": {
      const window = await tenantWindow(ctx, range, BREAKDOWN_LEVEL[report]);
      const rows = await readBreakdown(read, id, window, report);
      return toCsv([
        [report, "label", ...FIGURES],
        ...rows.map((row) => [row.key, row.label, ...figures(row)]),
      ]);
    }
    default:
      return report satisfies never;
  }
}

function figures(row: Pick<BreakdownRowDto, (typeof FIGURES)[number]>): (number | null)[] {
  return FIGURES.map((name) => row[name]);
}
