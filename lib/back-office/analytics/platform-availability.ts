import "server-only";
import { systemPool } from "@/lib/infra/database/pools";
import {
  type Availability,
  availability,
  type FaultyWindow,
  WINDOW_MS,
} from "@/lib/usage/analytics/availability";
import type { AnalyticsWindow } from "@/lib/usage/analytics/range";
import type { Read } from "@/lib/usage/analytics/read-figures";
import { serviceSpans } from "@/lib/usage/analytics/service-facts";

type Change = { tenant_id: string; at: string; status: string };

/** Availability over the windows of all tenants: each tenant's own definition, summed. */
export async function platformAvailability(
  read: Read,
  window: AnalyticsWindow,
): Promise<Availability & { asOf: Date | null }> {
  const values = [new Date(window.fromMs), new Date(window.toMs)];
  const pool = systemPool();
  const [{ rows: fresh }, { rows: changes }, { rows: outages }, faults] = await Promise.all([
    pool.query<{ as_of: Date | null }>(
      "select min(r.watermark) as as_of from platform.roll_ups r where r.name = 'requests'",
    ),
    pool.query<Change>(
      `select c.tenant_id, to_json(c.at) #>> '{}' as at, c.status from platform.tenant_status_changes c
       where c.at < $1 order by c.tenant_id, c.at`,
      [values[1]],
    ),
    pool.query<{ start: Date; share: number }>(
      `select date_bin('5 minutes', h.at, '2000-01-01Z') as start, avg(case when h.ok then 0 else 1 end)::float8 as share
       from platform.health_probes h where h.at >= $1 and h.at < $2 group by 1 having bool_or(not h.ok)`,
      values,
    ),
    read<{ tenant_id: string; start: Date; share: number }>({
      name: "platform-faults",
      text: `select f.tenant_id, f.window_start as start, f.faults::float8 / f.requests as share from warehouse.fault_windows f
        where f.window_start >= $1 and f.window_start < $2`,
      values,
    }),
  ]);
  const asOf = fresh[0]?.as_of ?? null;
  const known = Math.min(
    window.toMs,
    asOf ? Math.floor(asOf.getTime() / WINDOW_MS) * WINDOW_MS : window.fromMs,
  );
  const failing = (rows: readonly { start: Date; share: number }[]): FaultyWindow[] =>
    rows.map(({ start, share }) => ({ startMs: start.getTime(), share }));
  const [down, faultsOf, changesOf] = [failing(outages), groupByTenant(faults), groupByTenant(changes)];
  const sum = { windows: 0, faulty: 0, lost: 0 };
  for (const [tenantId, history] of changesOf) {
    const own = availability({ fromMs: window.fromMs, toMs: known }, serviceSpans(history, window.toMs), [
      ...down,
      ...failing(faultsOf.get(tenantId) ?? []),
    ]);
    sum.windows += own.windows;
    sum.faulty += own.faulty;
    sum.lost += own.ratio === null ? 0 : (1 - own.ratio) * own.windows;
  }
  return {
    windows: sum.windows,
    faulty: sum.faulty,
    ratio: sum.windows === 0 ? null : 1 - sum.lost / sum.windows,
    asOf,
  };
}

function groupByTenant<T extends { tenant_id: string }>(rows: readonly T[]): Map<string, T[]> {
  return Map.groupBy(rows, (row) => row.tenant_id);
}
