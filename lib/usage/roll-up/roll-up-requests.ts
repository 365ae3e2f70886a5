import "server-only";
import { systemPool } from "@/lib/infra/database/pools";
import { logger } from "@/lib/infra/logger";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { countMembers } from "./count-members";
import { rollUpTenant } from "./roll-up-tenant";

/** Rows whose transaction was still open at the last run: far longer than any may last. */
const OVERLAP = "15 minutes";
/** Hours older than this are never built anew: their ledger may be pruned already (the shortest plan keeps 7 days). */
const REBUILD_DAYS = 6;
const FIRST_LOOK = "6 days";

const DIRTY = `
  select d.tenant_id, array_agg(distinct d.hour order by d.hour) as hours
  from (
    select r.tenant_id, date_trunc('hour', r.occurred_at, 'UTC') as hour from shared.api_requests r where r.recorded_at >= $1
    union
    select e.tenant_id, date_trunc('hour', e.occurred_at, 'UTC') from shared.usage_events e
    where e.recorded_at >= $1 and e.meter = 'api_calls'
  ) d
  where d.hour >= date_trunc('hour', now(), 'UTC') - make_interval(days => $2)
  group by d.tenant_id order by d.tenant_id`;

type RollUpResult = { tenants: number; hours: number; failed: number };

/** Brings the analytics of all cells up to date; one that is down catches up when it comes back. */
export async function rollUpRequests(): Promise<RollUpResult> {
  const results = await eachCell(rollUpCell);
  const sum = (name: keyof RollUpResult) => results.reduce((total, result) => total + result[name], 0);
  return { tenants: sum("tenants"), hours: sum("hours"), failed: sum("failed") };
}

/**
 * Brings the analytics of every tenant of a cell up to date with the request ledger. Each hour that got a row since the last run
 * is built anew as a whole, so a run may end anywhere, be repeated, or meet late rows, and the sums stay exact.
 */
async function rollUpCell(cell: string): Promise<RollUpResult> {
  const pool = systemPool(cell);
  const startedAt = performance.now();
  const { rows: state } = await systemPool().query<{ since: Date; upto: Date }>(
    `select coalesce((select r.watermark from platform.roll_ups r where r.name = 'requests' and r.cell = $1)
        - interval '${OVERLAP}', now() - interval '${FIRST_LOOK}') as since, clock_timestamp() as upto`,
    [cell],
  );
  const [from] = state;
  if (!from) return { tenants: 0, hours: 0, failed: 0 };
  const { rows: dirty } = await pool.query<{ tenant_id: string; hours: Date[] }>(DIRTY, [
    from.since,
    REBUILD_DAYS,
  ]);
  const result = { tenants: 0, hours: 0, failed: 0 };
  const client = await pool.connect();
  try {
    for (const { tenant_id, hours } of dirty) {
      const texts = hours.map((hour) => hour.toISOString());
      try {
        await rollUpTenant(client, tenant_id, texts);
        await countMembers(client, tenant_id, texts[0] ?? from.upto.toISOString());
        result.tenants += 1;
        result.hours += hours.length;
      } catch (error) {
        // One tenant's trouble (an erasure under way) is not the others'; the watermark stays for the next run.
        logger.warn({ error, tenantId: tenant_id }, "roll-up of a tenant failed");
        result.failed += 1;
      }
    }
  } finally {
    client.release();
  }
  if (result.failed === 0) await advance(cell, from.upto, result.hours, performance.now() - startedAt);
  return result;
}

async function advance(cell: string, upto: Date, hours: number, tookMs: number): Promise<void> {
  await systemPool().query(
    `insert into platform.roll_ups as r (name, cell, watermark, ran_at, took_ms, hours) values ('requests', $1, $2, now(), $3, $4)
     on conflict (name, cell) do update set watermark = greatest(r.watermark, excluded.watermark), ran_at = excluded.ran_at,
       took_ms = excluded.took_ms, hours = excluded.hours`,
    [cell, upto, Math.round(tookMs), hours],
  );
}
