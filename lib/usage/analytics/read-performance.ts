import "server-only";
import { availability, type FaultyWindow, WINDOW_MS } from "./availability";
import type { AnalyticsWindow } from "./range";
import { NO_FIGURES, presentFigures, presentTotals, type Read, readFigures } from "./read-figures";
import type { PerformanceDto } from "./schema";
import { serviceFacts } from "./service-facts";

const FAULTS = `select f.window_start, f.requests::float8 as requests, f.faults::float8 as faults from warehouse.fault_windows f
  where f.tenant_id = $1 and f.window_start >= $2 and f.window_start < $3`;

/** Everything about one tenant's requests in a window, read as the tenant or as the system. */
export async function readPerformance(
  read: Read,
  tenantId: string,
  window: AnalyticsWindow,
): Promise<PerformanceDto> {
  const range = { fromMs: window.fromMs, toMs: window.toMs };
  const [facts, totals, points, failed] = await Promise.all([
    serviceFacts(tenantId, range),
    readFigures(read, tenantId, window, null),
    readFigures(read, tenantId, window, "start"),
    read<{ window_start: Date; requests: number; faults: number }>({
      name: "analytics-faults",
      text: FAULTS,
      values: [tenantId, new Date(window.fromMs), new Date(window.toMs)],
    }),
  ]);
  const total = totals.get("") ?? NO_FIGURES;
  // What is not rolled up yet is not known to be whole.
  const knownMs = Math.min(window.toMs, facts.asOf ? floorWindow(facts.asOf.getTime()) : window.fromMs);
  const faults: FaultyWindow[] = [
    ...facts.outages,
    ...failed.map((row) => ({ startMs: row.window_start.getTime(), share: row.faults / row.requests })),
  ];
  const within = (fromMs: number, toMs: number) =>
    availability({ fromMs, toMs: Math.min(toMs, knownMs) }, facts.spans, faults);
  const whole = within(window.fromMs, window.toMs);
  return {
    range: window.range,
    interval: window.interval,
    from: new Date(window.fromMs).toISOString(),
    to: new Date(window.toMs).toISOString(),
    as_of: facts.asOf?.toISOString() ?? null,
    totals: presentTotals(total, whole),
    series: bucketsOf(window).map((startMs) => {
      const start = new Date(startMs).toISOString();
      return {
        start,
        end: new Date(startMs + window.spanMs).toISOString(),
        ...presentFigures(points.get(start) ?? NO_FIGURES),
        availability: within(startMs, startMs + window.spanMs).ratio,
      };
    }),
  };
}

function bucketsOf({ fromMs, toMs, spanMs }: AnalyticsWindow): number[] {
  return Array.from({ length: Math.round((toMs - fromMs) / spanMs) }, (_, index) => fromMs + index * spanMs);
}

function floorWindow(ms: number): number {
  return Math.floor(ms / WINDOW_MS) * WINDOW_MS;
}
