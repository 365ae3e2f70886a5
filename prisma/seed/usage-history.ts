import { systemPool } from "@/lib/infra/database/pools";
import { cellOf } from "@/lib/tenancy/cells/cell-of";
import type { Workspace } from "./workspaces";

const HOUR_MS = 3_600_000;
const ROUTES = ["GET /api/v1/agents", "POST /api/v1/usage", "GET /api/v1/usage/limits"] as const;

/** Numbers that look random and are the same on every run (mulberry32). */
export function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Bucket = { hour: Date; route: string; calls: number; errors: number; durationMs: number };

/**
 * API calls of the last days as the roll-up keeps them, busier on working days; the account's counter of the open
 * period follows. Written once a workspace.
 */
export async function addUsageHistory(
  workspace: Workspace,
  { days, callsPerHour }: { days: number; callsPerHour: number },
): Promise<void> {
  const pool = systemPool(await cellOf({ tenantId: workspace.id }));
  const { rows } = await pool.query("select 1 from warehouse.usage_hourly where tenant_id = $1 limit 1", [
    workspace.id,
  ]);
  if (rows.length > 0) return;
  const buckets = history(days, callsPerHour);
  await pool.query(
    `insert into warehouse.usage_hourly (tenant_id, meter, hour, route, quantity, errors, duration_ms_sum, duration_ms_max)
     select $1, 'api_calls', b.hour, b.route, b.calls, b.errors, b.duration, 900
     from unnest($2::timestamptz[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[]) b (hour, route, calls, errors, duration)`,
    [
      workspace.id,
      buckets.map((bucket) => bucket.hour),
      buckets.map((bucket) => bucket.route),
      buckets.map((bucket) => bucket.calls),
      buckets.map((bucket) => bucket.errors),
      buckets.map((bucket) => bucket.durationMs),
    ],
  );
  await countPeriod(workspace, buckets);
}

function history(days: number, callsPerHour: number): Bucket[] {
  const random = sequence(days * 1_000 + callsPerHour);
  const end = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  return Array.from({ length: days * 24 }, (_, n) => new Date(end - n * HOUR_MS)).flatMap((hour) => {
    const isOffice = hour.getUTCHours() >= 7 && hour.getUTCHours() < 18;
    const isWeekend = hour.getUTCDay() === 0 || hour.getUTCDay() === 6;
    const busy = (isOffice ? 1 : 0.1) * (isWeekend ? 0.2 : 1);
    return ROUTES.map((route) => {
      const calls = Math.round(callsPerHour * busy * (0.5 + random()));
      const errors = random() < 0.05 ? 1 : 0;
      return { hour, route, calls, errors, durationMs: Math.round((calls + errors) * (20 + random() * 60)) };
    }).filter(({ calls, errors }) => calls + errors > 0);
  });
}

async function countPeriod({ accountId }: Workspace, buckets: readonly Bucket[]): Promise<void> {
  const { rows } = await systemPool().query<{ id: string; starts_at: Date }>(
    "select p.id, p.starts_at from platform.current_period($1) c (id) join platform.usage_periods p on p.id = c.id",
    [accountId],
  );
  const period = rows[0];
  if (!period) return;
  const used = buckets
    .filter((bucket) => bucket.hour >= period.starts_at)
    .reduce((sum, bucket) => sum + bucket.calls, 0);
  await countCalls(accountId, period.id, used);
}

/** Sets what an account has used of its calls in a period. */
export async function countCalls(accountId: string, periodId: string, used: number): Promise<void> {
  await systemPool().query(
    `insert into platform.account_counters as c (account_id, meter, period_id, used) values ($1, 'api_calls', $2, $3)
     on conflict (account_id, meter, period_id) do update set used = greatest(c.used, excluded.used)`,
    [accountId, periodId, used],
  );
}
