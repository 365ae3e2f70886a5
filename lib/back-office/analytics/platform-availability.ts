import "server-only";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { systemPool } from "@/lib/infra/database/pools";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import {
  type Availability,
  availability,
  type FaultyWindow,
  WINDOW_MS,
} from "@/lib/usage/analytics/availability";
import type { AnalyticsWindow } from "@/lib/usage/analytics/range";
import { serviceSpans } from "@/lib/usage/analytics/service-facts";
import { systemRead } from "./system-read";

type Change = { tenant_id: string; cell: string; at: string; status: string };
type Fault = { start: Date; share: number };

/** Availability over the windows of all tenants: each tenant's own definition, summed. */
export async function platformAvailability(
  window: AnalyticsWindow,
): Promise<Availability & { asOf: Date | null }> {
  const [fresh, changes, outages, faults] = await Promise.all([
    readFreshness(),
    readChanges(window),
    readOutages(window),
    readFaults(window),
  ]);
  const sum = { windows: 0, faulty: 0, lost: 0 };
  for (const [tenantId, history] of Map.groupBy(changes, (change) => change.tenant_id)) {
    const cell = history[0]?.cell ?? MAIN_CELL;
    // What is not rolled up yet is not known to be whole.
    const known = Math.floor((fresh.get(cell)?.getTime() ?? window.fromMs) / WINDOW_MS) * WINDOW_MS;
    const own = availability(
      { fromMs: window.fromMs, toMs: Math.min(window.toMs, known) },
      serviceSpans(history, window.toMs),
      [
        ...failing(outages.get(MAIN_CELL)),
        ...(cell === MAIN_CELL ? [] : failing(outages.get(cell))),
        ...failing(faults.get(tenantId)),
      ],
    );
    sum.windows += own.windows;
    sum.faulty += own.faulty;
    sum.lost += own.ratio === null ? 0 : (1 - own.ratio) * own.windows;
  }
  const asOf = [...fresh.values()].sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
  const ratio = sum.windows === 0 ? null : 1 - sum.lost / sum.windows;
  return { windows: sum.windows, faulty: sum.faulty, ratio, asOf };
}

function failing(rows: readonly Fault[] = []): FaultyWindow[] {
  return rows.map(({ start, share }) => ({ startMs: start.getTime(), share }));
}

async function readFreshness(): Promise<Map<string, Date>> {
  const { rows } = await systemPool().query<{ cell: string; watermark: Date }>(
    "select r.cell, r.watermark from platform.roll_ups r where r.name = 'requests'",
  );
  return new Map(rows.map((row) => [row.cell, row.watermark]));
}

async function readChanges(window: AnalyticsWindow): Promise<Change[]> {
  const { rows } = await systemPool().query<Change>(
    `select c.tenant_id, t.cell, to_json(c.at) #>> '{}' as at, c.status from platform.tenant_status_changes c
     join platform.tenants t on t.id = c.tenant_id where c.at < $1 order by c.tenant_id, c.at`,
    [new Date(window.toMs)],
  );
  return rows;
}

async function readOutages(window: AnalyticsWindow): Promise<Map<string, Fault[]>> {
  const { rows } = await systemPool().query<Fault & { cell: string }>(
    `select h.cell, date_bin('5 minutes', h.at, '2000-01-01Z') as start, avg(case when h.ok then 0 else 1 end)::float8 as share
     from platform.health_probes h where h.at >= $1 and h.at < $2 group by 1, 2 having bool_or(not h.ok)`,
    [new Date(window.fromMs), new Date(window.toMs)],
  );
  return Map.groupBy(rows, (row) => row.cell);
}

async function readFaults(window: AnalyticsWindow): Promise<Map<string, Fault[]>> {
  const cells = await eachCell((cell) =>
    systemRead(cell)<Fault & { tenant_id: string }>({
      name: "platform-faults",
      text: `select f.tenant_id, f.window_start as start, f.faults::float8 / f.requests as share
        from warehouse.fault_windows f where f.window_start >= $1 and f.window_start < $2`,
      values: [new Date(window.fromMs), new Date(window.toMs)],
    }),
  );
  return Map.groupBy(cells.flat(), (row) => row.tenant_id);
}
