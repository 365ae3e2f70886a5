import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { ValidationError } from "@/lib/core/errors";
import { queryTenant } from "@/lib/tenancy/query-tenant";
import { type UsageBucketDto, type UsageInterval, type UsageSeriesQuery, usageSeriesQuery } from "./schema";

const HOUR_MS = 3_600_000;
const SPAN_MS: Record<UsageInterval, number> = { hour: HOUR_MS, day: 24 * HOUR_MS };
const DEFAULT_BUCKETS: Record<UsageInterval, number> = { hour: 48, day: 30 };
const MAX_BUCKETS = 800;

/** Buckets of UTC days or hours over the roll-up, empty ones included. */
const SERIES = `
  select b.start_at, coalesce(sum(h.quantity), 0)::text as quantity, coalesce(sum(h.errors), 0)::text as errors,
    coalesce(sum(h.duration_ms_sum), 0)::text as duration
  from generate_series($3::timestamptz, $4::timestamptz - interval '1 second', $5::interval, 'UTC') b (start_at)
  left join warehouse.usage_hourly h on h.tenant_id = $1 and h.meter = $2
    and h.hour >= b.start_at and h.hour < b.start_at + $5::interval
  group by b.start_at order by b.start_at`;

type Row = { start_at: Date; quantity: string; errors: string; duration: string };

/**
 * One meter of the tenant over time, by UTC day or hour, oldest first. Exact to the call just answered.
 * @throws ValidationError for a range that is empty or has more than 800 buckets
 */
export async function getUsageSeries(ctx: TenantContext, input: UsageSeriesQuery): Promise<UsageBucketDto[]> {
  ctx.authorize("usage:read");
  const query = usageSeriesQuery.parse(input);
  const { from, to, spanMs } = rangeOf(query);
  const rows = await queryTenant<Row>(
    { tenantId: ctx.tenant.id },
    {
      name: "usage-series",
      text: SERIES,
      values: [ctx.tenant.id, query.meter, from, to, query.interval === "day" ? "1 day" : "1 hour"],
    },
  );
  return rows.map((row) => present(row, query.meter, spanMs));
}

function present(row: Row, meter: string, spanMs: number): UsageBucketDto {
  const calls = Number(row.quantity) + Number(row.errors);
  const duration = Number(row.duration);
  return {
    start: row.start_at.toISOString(),
    end: new Date(row.start_at.getTime() + spanMs).toISOString(),
    meter,
    quantity: Number(row.quantity),
    errors: Number(row.errors),
    average_duration_ms: duration > 0 && calls > 0 ? Math.round((duration / calls) * 10) / 10 : null,
  };
}

function rangeOf({ from, to, interval }: { from?: string; to?: string; interval: UsageInterval }) {
  const spanMs = SPAN_MS[interval];
  const end = to ? Date.parse(to) : Date.now();
  // The bucket that runs now is part of the series.
  const toMs = Math.ceil(end / spanMs) * spanMs;
  const fromMs = from
    ? Math.floor(Date.parse(from) / spanMs) * spanMs
    : toMs - DEFAULT_BUCKETS[interval] * spanMs;
  const buckets = (toMs - fromMs) / spanMs;
  if (buckets < 1)
    throw new ValidationError([{ path: "from", code: "range_empty", message: "from must lie before to." }]);
  if (buckets > MAX_BUCKETS) {
    const message = `At most ${MAX_BUCKETS} ${interval}s at once.`;
    throw new ValidationError([{ path: "from", code: "range_too_long", message }]);
  }
  return { from: new Date(fromMs), to: new Date(toMs), spanMs };
}
