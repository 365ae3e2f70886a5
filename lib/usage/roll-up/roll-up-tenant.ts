import "server-only";
import type pg from "pg";

/** An answer that comes later than this was cut off: it counts as a fault whatever its status says. */
const TIMEOUT_MS = 30_000;
/** Caller of people in the portal, who use no key. */
export const PORTAL_CALLER = "00000000-0000-0000-0000-000000000000";

/** One row a request of the hours $2, whether it was counted (usage_events) or not (api_requests). */
const LEDGER = `
  select h.hour, r.occurred_at, left(r.method || ' ' || r.route, 220) as route, coalesce(r.api_key_id, '${PORTAL_CALLER}') as caller,
    r.status, r.duration_ms, r.response_bytes, r.user_id
  from unnest($2::timestamptz[]) h (hour)
  join shared.api_requests r on r.tenant_id = $1 and r.occurred_at >= h.hour and r.occurred_at < h.hour + interval '1 hour'
  union all
  select h.hour, e.occurred_at, coalesce(e.route, ''), coalesce(e.api_key_id, '${PORTAL_CALLER}'), coalesce(e.status, 200),
    coalesce(e.duration_ms, 0), coalesce(e.response_bytes, 0), null::uuid
  from unnest($2::timestamptz[]) h (hour)
  join shared.usage_events e on e.tenant_id = $1 and e.meter = 'api_calls'
    and e.occurred_at >= h.hour and e.occurred_at < h.hour + interval '1 hour'`;

const IS_FAULT = `(status >= 500 or duration_ms >= ${TIMEOUT_MS})`;

const HOURLY = `
  with ledger as (${LEDGER}), bucketed as (
    select hour, route, caller, status, warehouse.latency_bucket(duration_ms) as bucket, count(*) as n,
      count(*) filter (where ${IS_FAULT}) as faults, sum(duration_ms) as duration, max(duration_ms) as slowest,
      sum(response_bytes) as bytes
    from ledger group by 1, 2, 3, 4, 5
  )
  insert into warehouse.requests_hourly (tenant_id, hour, route, caller, status, requests, faults, duration_ms_sum,
    duration_ms_max, response_bytes, buckets, counts)
  select $1, hour, route, caller, status, sum(n), sum(faults), sum(duration), max(slowest), sum(bytes),
    array_agg(bucket order by bucket), array_agg(n order by bucket)
  from bucketed group by hour, route, caller, status`;

const WINDOWS = `
  with ledger as (${LEDGER})
  insert into warehouse.fault_windows (tenant_id, window_start, requests, faults)
  select $1, date_bin('5 minutes', occurred_at, '2000-01-01Z'), count(*) filter (where status < 400 or ${IS_FAULT}),
    count(*) filter (where ${IS_FAULT})
  from ledger group by 2 having count(*) filter (where ${IS_FAULT}) > 0`;

const DAILY = `
  with rows as (
    select date_trunc('day', h.hour, 'UTC') as day, h.* from warehouse.requests_hourly h
    join unnest($2::timestamptz[]) d (day) on h.hour >= d.day and h.hour < d.day + interval '24 hours'
    where h.tenant_id = $1
  ), merged as (
    select r.day, r.route, r.caller, r.status, u.bucket, sum(u.n)::bigint as n
    from rows r cross join unnest(r.buckets, r.counts) u (bucket, n) group by 1, 2, 3, 4, 5
  ), histograms as (
    select day, route, caller, status, array_agg(bucket order by bucket) as buckets, array_agg(n order by bucket) as counts
    from merged group by 1, 2, 3, 4
  )
  insert into warehouse.requests_daily (tenant_id, day, route, caller, status, requests, faults, duration_ms_sum,
    duration_ms_max, response_bytes, buckets, counts)
  select $1, r.day, r.route, r.caller, r.status, sum(r.requests), sum(r.faults), sum(r.duration_ms_sum),
    max(r.duration_ms_max), sum(r.response_bytes), g.buckets, g.counts
  from rows r join histograms g using (day, route, caller, status)
  group by r.day, r.route, r.caller, r.status, g.buckets, g.counts`;

/** People who called or changed something; who is no member any more has left nothing to count. */
const MEMBERS = `
  with ledger as (${LEDGER}), seen as (
    select date_trunc('day', hour, 'UTC') as day, user_id, count(*) as n from ledger where user_id is not null group by 1, 2
  )
  insert into shared.member_activity as a (tenant_id, user_id, day, requests)
  select $1, s.user_id, s.day, s.n from seen s
  join shared.memberships m on m.tenant_id = $1 and m.user_id = s.user_id
  on conflict (tenant_id, day, user_id) do update set requests = greatest(a.requests, excluded.requests)`;

/**
 * Builds the hours anew from the ledger, and their days from all their hours, in one transaction: however often and
 * however far a run got before, the sums are the same. Hours are ISO texts of full UTC hours.
 */
export async function rollUpTenant(
  client: pg.PoolClient,
  tenantId: string,
  hours: readonly string[],
): Promise<void> {
  const days = [...new Set(hours.map((hour) => `${hour.slice(0, 10)}T00:00:00.000Z`))];
  try {
    await client.query("begin");
    // Two workers never build one tenant at once: the second sees what the first has committed.
    await client.query("select pg_advisory_xact_lock(hashtextextended('roll-up:' || $1, 0))", [tenantId]);
    await client.query("delete from warehouse.requests_hourly where tenant_id = $1 and hour = any($2)", [
      tenantId,
      hours,
    ]);
    await client.query(
      `delete from warehouse.fault_windows f using unnest($2::timestamptz[]) h (hour)
       where f.tenant_id = $1 and f.window_start >= h.hour and f.window_start < h.hour + interval '1 hour'`,
      [tenantId, hours],
    );
    await client.query("delete from warehouse.requests_daily where tenant_id = $1 and day = any($2)", [
      tenantId,
      days,
    ]);
    for (const statement of [HOURLY, WINDOWS, MEMBERS]) await client.query(statement, [tenantId, hours]);
    await client.query(DAILY, [tenantId, days]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}
