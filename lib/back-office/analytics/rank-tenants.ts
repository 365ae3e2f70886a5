import "server-only";
import type { AnalyticsWindow } from "@/lib/usage/analytics/range";
import type { Read } from "@/lib/usage/analytics/read-figures";

const SHOWN = 10;
/** Below this many requests a percentile or a rate says nothing about a tenant. */
const MIN_REQUESTS = 20;

export type TenantFigures = { tenantId: string; requests: number; faults: number; p95Bucket: number | null };
type Ranking = {
  tenants: number;
  noisiest: TenantFigures[];
  slowest: TenantFigures[];
  mostFailing: TenantFigures[];
};

type Row = { tenant_id: string; requests: string; faults: string; bucket: number | null };

/** One row a tenant of a cell: its sums and its p95. */
export async function tenantFigures(read: Read, window: AnalyticsWindow): Promise<TenantFigures[]> {
  const rows = await read<Row>({
    name: `rank-tenants-${window.interval}`,
    text: rankingOf(window.interval),
    values: [new Date(window.fromMs), new Date(window.toMs)],
  });
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    requests: Number(row.requests),
    faults: Number(row.faults),
    p95Bucket: row.bucket,
  }));
}

/** The tenants that call most, whose p95 is highest, and whose share of faults is highest, ten each. */
export function rankTenants(all: readonly TenantFigures[]): Ranking {
  const telling = all.filter((row) => row.requests >= MIN_REQUESTS);
  const share = (row: TenantFigures) => row.faults / row.requests;
  const first = (list: readonly TenantFigures[], by: (row: TenantFigures) => number) =>
    list.toSorted((a, b) => by(b) - by(a) || b.requests - a.requests).slice(0, SHOWN);
  return {
    tenants: all.length,
    noisiest: first(all, (row) => row.requests),
    slowest: first(
      telling.filter((row) => row.p95Bucket !== null),
      (row) => row.p95Bucket ?? 0,
    ),
    mostFailing: first(
      telling.filter((row) => row.faults > 0),
      share,
    ),
  };
}

/** The bucket of the 95th percentile is found in the database: a row a tenant comes back, not a histogram each. */
function rankingOf(interval: "hour" | "day"): string {
  const [table, column] = interval === "hour" ? ["requests_hourly", "hour"] : ["requests_daily", "day"];
  return `
    with source as (select * from warehouse.${table} w where w.${column} >= $1 and w.${column} < $2),
    sums as (select tenant_id, sum(requests) as requests, sum(faults) as faults from source group by 1),
    buckets as (
      select s.tenant_id, u.bucket, sum(u.n) as n from source s cross join unnest(s.buckets, s.counts) u (bucket, n)
      where s.status < 400 or s.status >= 500 group by 1, 2
    ), running as (
      select tenant_id, bucket, sum(n) over (partition by tenant_id order by bucket) as seen,
        sum(n) over (partition by tenant_id) as total from buckets
    ), p95 as (select tenant_id, min(bucket)::int as bucket from running where seen >= ceil(0.95 * total) group by 1)
    select s.tenant_id, s.requests::text, s.faults::text, p.bucket from sums s left join p95 p using (tenant_id)`;
}
