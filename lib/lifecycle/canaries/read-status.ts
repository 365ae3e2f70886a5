import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { IsolationState, IsolationStatus } from "./schema";

/** A probe comes every minute; three missed ones are no accident. */
const STALE_AFTER_MS = 4 * 60_000;
const DAYS = 30;

/** What the probes of one cell say. */
export async function readStatus(tx: SystemTx, cell: string, now = new Date()): Promise<IsolationStatus> {
  const last = await tx.isolationProbe.findFirst({ where: { cell }, orderBy: { startedAt: "desc" } });
  const days = await tx.$queryRaw<{ date: string; probes: number; failed: number }[]>`
    select to_char(d.day, 'YYYY-MM-DD') as date, count(p.id)::int as probes,
      (count(p.id) filter (where not p.passed))::int as failed
    from generate_series(date_trunc('day', ${now}::timestamptz, 'UTC') - make_interval(days => ${DAYS - 1}),
      date_trunc('day', ${now}::timestamptz, 'UTC'), interval '1 day', 'UTC') as d (day)
    left join platform.isolation_probes p on p.cell = ${cell} and p.started_at >= d.day and p.started_at < d.day + interval '1 day'
    group by d.day order by d.day`;
  return {
    state: stateOf(last, now),
    last: last && {
      at: last.startedAt.toISOString(),
      passed: last.passed,
      checks: last.checks,
      duration_ms: last.durationMs,
      failures: last.failures,
    },
    days,
  };
}

function stateOf(last: { startedAt: Date; passed: boolean } | null, now: Date): IsolationState {
  if (!last) return "waiting";
  if (!last.passed) return "failing";
  return now.getTime() - last.startedAt.getTime() > STALE_AFTER_MS ? "stale" : "passing";
}
