import "server-only";
import type pg from "pg";
import { withOwner } from "@/lib/infra/database/with-owner";
import { eachCell } from "@/lib/tenancy/cells/each-cell";

const MONTHS_AHEAD = 2;
/** Every table by month, and the column that says which. */
const PARTITIONED = {
  "shared.usage_events": "recorded_at",
  "shared.api_requests": "occurred_at",
  "warehouse.usage_hourly": "hour",
  "warehouse.requests_hourly": "hour",
  "warehouse.requests_daily": "day",
  "warehouse.fault_windows": "window_start",
  "warehouse.tenant_daily": "day",
} as const;
/** Any constant: one run at a time. */
const LOCK = 7_203_119;

/**
 * Makes, in every cell, the monthly partitions of this month and the next, with row-level security and without grants: they are
 * reached through their parents only. Runs as the owner; safe to repeat.
 */
export async function ensurePartitions(now = new Date()): Promise<number> {
  const counts = await eachCell((cell) => withOwner(cell, (owner) => ensureIn(owner, now)));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function ensureIn(owner: pg.ClientBase, now: Date): Promise<number> {
  let made = 0;
  try {
    await owner.query("begin");
    await owner.query("set local lock_timeout = '3s'");
    await owner.query("select pg_advisory_xact_lock($1)", [LOCK]);
    for (const [table, column] of Object.entries(PARTITIONED)) {
      for (let ahead = 0; ahead < MONTHS_AHEAD; ahead += 1) {
        const [from, to] = [monthStart(now, ahead), monthStart(now, ahead + 1)];
        const name = `${table}_${from.slice(0, 7).replace("-", "_")}`;
        const { rows } = await owner.query<{ there: boolean }>(
          "select to_regclass($1) is not null as there",
          [name],
        );
        if (rows[0]?.there) continue;
        if (await defaultHolds(owner, table, column, from, to)) continue;
        await owner.query(
          `create table ${name} partition of ${table} for values from ('${from}') to ('${to}')`,
        );
        made += 1;
      }
    }
    if (made > 0) await owner.query("call shared.secure_tenant_tables()");
    await owner.query("commit");
    return made;
  } catch (error) {
    await owner.query("rollback").catch(() => undefined);
    throw error;
  }
}

/** Rows of that month already in the default partition would have to move: then the month stays there. */
async function defaultHolds(
  owner: { query(text: string, values: string[]): Promise<{ rowCount: number | null }> },
  table: string,
  column: string,
  from: string,
  to: string,
): Promise<boolean> {
  const { rowCount } = await owner.query(
    `select 1 from ${table}_default where ${column} >= $1 and ${column} < $2 limit 1`,
    [from, to],
  );
  return rowCount === 1;
}

function monthStart(now: Date, ahead: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1)).toISOString();
}
