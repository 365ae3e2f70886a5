import "server-only";
import { systemPool } from "@/lib/infra/database/pools";
import { eachCell } from "@/lib/tenancy/cells/each-cell";

/** How far back a run looks: an event that comes later than this stays in the exact figures only. */
const WINDOW_HOURS = 48;
/** The largest value of decimal(10,2). */
const MAX_VALUE = 99_999_999.99;

const ROLL_UP = `
  insert into shared.usage_metrics (tenant_id, id, metric_type, metric_value, recorded_at)
  select h.tenant_id, md5(h.tenant_id::text || h.meter || h.hour::text)::uuid, s.metric_type,
    least(round(sum(h.quantity) / s.divisor, 2), $2), h.hour + interval '1 hour'
  from warehouse.usage_hourly h
  cross join lateral (
    select case
        when h.meter = 'api_calls' then 'api_kilocalls'
        when h.meter like '%\\_bytes' then left(h.meter, -5) || 'mb'
        when h.meter like '%\\_ms' then left(h.meter, -2) || 's'
        else h.meter
      end as metric_type,
      (case when h.meter like '%\\_bytes' then 1000000 when h.meter = 'api_calls' or h.meter like '%\\_ms' then 1000 else 1 end)::numeric
        as divisor
  ) s
  where h.hour >= date_trunc('hour', now(), 'UTC') - make_interval(hours => $1) and h.hour < date_trunc('hour', now(), 'UTC')
  group by h.tenant_id, h.meter, h.hour, s.metric_type, s.divisor
  having sum(h.quantity) > 0
  on conflict (tenant_id, id) do update set metric_value = excluded.metric_value
    where usage_metrics.metric_value <> excluded.metric_value`;

/**
 * Writes the finished hours of every meter to usage_metrics in the units that fit its decimal(10,2): kilocalls, MB,
 * seconds. Safe to repeat; the exact figures stay in usage_events. Returns the rows written.
 */
export async function rollUpMetrics(): Promise<number> {
  const counts = await eachCell(async (cell) => {
    const { rowCount } = await systemPool(cell).query(ROLL_UP, [WINDOW_HOURS, MAX_VALUE]);
    return rowCount ?? 0;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}
