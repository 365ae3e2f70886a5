import "server-only";
import { systemPool } from "@/lib/infra/database/pools";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { ANALYTICS_LEVELS, LEDGER_DAYS } from "../analytics/schema";

const BATCH = 5_000;
/** How long what is built from the ledger stays. Counted calls stay as long as the account's billing needs them. */
const ROLL_UPS = [
  ["warehouse.requests_hourly", "hour", 100],
  ["warehouse.requests_daily", "day", 800],
  ["warehouse.fault_windows", "window_start", 800],
  ["warehouse.tenant_daily", "day", 800],
  ["shared.member_activity", "day", 60],
] as const;
const PROBE_DAYS = 400;

/**
 * Deletes request-ledger rows older than the tenant's plan keeps them, and roll-ups past their own time. Returns the
 * ledger rows that went. A tenant without the feature keeps the shortest time.
 */
export async function pruneLedger(): Promise<number> {
  const pool = systemPool();
  const { rows: tenants } = await pool.query<{ id: string; days: number }>(
    `select t.id, coalesce((select l.days from platform.account_entitlements e
        join unnest($1::text[], $2::int[]) l (level, days) on l.level = e.level
        where e.account_id = t.account_id and e.feature = 'analytics' and e.enabled), $3) as days
     from platform.tenants t where t.status <> 'erased'`,
    [ANALYTICS_LEVELS, ANALYTICS_LEVELS.map((level) => LEDGER_DAYS[level]), LEDGER_DAYS.basic],
  );
  const counts = await eachCell((cell) => pruneCell(cell, tenants));
  await pool.query("delete from platform.health_probes where at < now() - make_interval(hours => $1 * 24)", [
    PROBE_DAYS,
  ]);
  return counts.reduce((sum, count) => sum + count, 0);
}

async function pruneCell(cell: string, tenants: readonly { id: string; days: number }[]): Promise<number> {
  const pool = systemPool(cell);
  let total = 0;
  for (const days of new Set(tenants.map((tenant) => tenant.days))) {
    const ids = tenants.filter((tenant) => tenant.days === days).map(({ id }) => id);
    for (;;) {
      const { rowCount } = await pool.query(
        `delete from shared.api_requests r using (
           select x.tenant_id, x.id, x.occurred_at from shared.api_requests x
           where x.tenant_id = any($1) and x.occurred_at < now() - make_interval(hours => $2 * 24) limit ${BATCH}
         ) old where r.tenant_id = old.tenant_id and r.id = old.id and r.occurred_at = old.occurred_at`,
        [ids, days],
      );
      total += rowCount ?? 0;
      if ((rowCount ?? 0) < BATCH) break;
    }
  }
  for (const [table, column, days] of ROLL_UPS) {
    await pool.query(`delete from ${table} where ${column} < now() - make_interval(hours => $1 * 24)`, [
      days,
    ]);
  }
  return total;
}
