import "server-only";
import { AVAILABILITY_TARGET } from "./availability";
import { type Histogram, percentile } from "./histogram";
import type { AnalyticsWindow } from "./range";

/** One read statement against the warehouse, as the tenant itself or as the system. */
export type Read = <Row extends Record<string, unknown>>(statement: {
  name: string;
  text: string;
  values: unknown[];
}) => Promise<Row[]>;

export type Dimension = "start" | "route" | "caller" | "status";
export type Figures = {
  requests: number;
  clientErrors: number;
  faults: number;
  durationMs: number;
  served: number;
  responseBytes: number;
  latency: Histogram;
};

const COLUMN: Record<Dimension, string> = {
  start: "at",
  route: "route",
  caller: "caller::text",
  status: "status::text",
};

/** 4xx answers are left out of latencies: a refusal is fast and would flatter them. A cut-off request stays in. */
const SERVED = "(status < 400 or status >= 500)";

/**
 * Sums and merged latency histograms of a tenant, in one row a value of the dimension; "" is everything. Hours for
 * windows by hour, else the daily roll-up. Without a tenant: of all that the reader may see.
 */
export async function readFigures(
  read: Read,
  tenantId: string | null,
  window: AnalyticsWindow,
  dimension: Dimension | null,
): Promise<Map<string, Figures>> {
  const times = [new Date(window.fromMs), new Date(window.toMs)];
  const values = tenantId === null ? times : [...times, tenantId];
  const source = sourceOf(window.interval, tenantId !== null);
  const name = `${window.interval}-${dimension ?? "all"}-${tenantId === null ? "platform" : "tenant"}`;
  const [sums, histograms] = await Promise.all([
    read<SumRow>({ name: `analytics-sums-${name}`, text: sumsOf(source, dimension), values }),
    read<BucketRow>({
      name: `analytics-latency-${name}`,
      text: latencyOf(source, dimension),
      values,
    }),
  ]);
  const latency = new Map<string, Map<number, number>>();
  for (const row of histograms) {
    const key = keyOf(row.key);
    const histogram = latency.get(key) ?? new Map<number, number>();
    histogram.set(row.bucket, Number(row.n));
    latency.set(key, histogram);
  }
  return new Map(
    sums.map((row) => {
      const key = keyOf(row.key);
      return [
        key,
        {
          requests: Number(row.requests),
          clientErrors: Number(row.client_errors),
          faults: Number(row.faults),
          durationMs: Number(row.duration),
          served: Number(row.served),
          responseBytes: Number(row.bytes),
          latency: latency.get(key) ?? new Map(),
        },
      ];
    }),
  );
}

type SumRow = {
  key: string | Date;
  requests: string;
  client_errors: string;
  faults: string;
  duration: string;
  served: string;
  bytes: string;
};
type BucketRow = { key: string | Date; bucket: number; n: string };

export const NO_FIGURES: Figures = {
  requests: 0,
  clientErrors: 0,
  faults: 0,
  durationMs: 0,
  served: 0,
  responseBytes: 0,
  latency: new Map(),
};

/** The figures as every answer carries them. */
export function presentFigures(figures: Figures) {
  return {
    requests: figures.requests,
    client_errors: figures.clientErrors,
    faults: figures.faults,
    error_rate: figures.requests === 0 ? null : figures.faults / figures.requests,
    p50_ms: percentile(figures.latency, 0.5),
    p95_ms: percentile(figures.latency, 0.95),
    p99_ms: percentile(figures.latency, 0.99),
  };
}

/** A whole range: its figures, and how much of it the service was there. */
export function presentTotals(
  total: Figures,
  whole: { ratio: number | null; windows: number; faulty: number },
) {
  return {
    ...presentFigures(total),
    average_ms: total.served === 0 ? null : Math.round((total.durationMs / total.served) * 10) / 10,
    response_bytes: total.responseBytes,
    availability: whole.ratio,
    availability_target: AVAILABILITY_TARGET,
    windows: whole.windows,
    faulty_windows: whole.faulty,
  };
}

function sourceOf(interval: "hour" | "day", ofTenant: boolean): string {
  const [table, column] = interval === "hour" ? ["requests_hourly", "hour"] : ["requests_daily", "day"];
  return `(select w.*, w.${column} as at from warehouse.${table} w
    where w.${column} >= $1 and w.${column} < $2 ${ofTenant ? "and w.tenant_id = $3" : ""}) w`;
}

function sumsOf(source: string, dimension: Dimension | null): string {
  const key = dimension ? COLUMN[dimension] : "''";
  return `select ${key} as key, coalesce(sum(requests), 0)::text as requests,
      coalesce(sum(requests - faults) filter (where status between 400 and 499), 0)::text as client_errors,
      coalesce(sum(faults), 0)::text as faults, coalesce(sum(duration_ms_sum) filter (where ${SERVED}), 0)::text as duration,
      coalesce(sum(requests) filter (where ${SERVED}), 0)::text as served, coalesce(sum(response_bytes), 0)::text as bytes
    from ${source} ${dimension ? "group by 1" : ""}`;
}

function latencyOf(source: string, dimension: Dimension | null): string {
  const key = dimension ? COLUMN[dimension] : "''";
  return `select ${key} as key, u.bucket, sum(u.n)::text as n
    from ${source} cross join unnest(w.buckets, w.counts) u (bucket, n) where ${SERVED} group by 1, 2`;
}

function keyOf(key: string | Date): string {
  return key instanceof Date ? key.toISOString() : key;
}
