import "server-only";
import { logger } from "@/lib/infra/logger";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { DAY_MS, dueQuery, GRACE_DAYS, lookForRecord, type ProofRow, type ProofTable } from "./proof-table";
import type { ProofResult } from "./schema";

/** Rows looked at side by side, and at most how many batches in one run (every 15 minutes: 192,000 a day). */
const BATCH = 50;
const MAX_BATCHES = 40;

export type ProofNews = { kind: "verified" | "failing" | "dropped"; dropsAt: Date };

/** Who hears of a change is read before the transaction that makes it, and told inside. */
export type ProofTold<Row, Listeners> = {
  listeners: (row: Row) => Promise<Listeners>;
  /** Nobody listens to a record that is back. */
  tell: (tx: SystemTx, row: Row, news: ProofNews, listeners: Listeners | null) => Promise<void>;
  /** After each row, whatever came of it. */
  after?: (row: Row) => void;
};

/**
 * Looks again at every proved domain, twice a day, those in doubt hourly. A record that is gone starts the grace; when
 * that is over the domain counts no longer. DNS that does not answer decides nothing. Returns how many were looked at.
 */
export async function sweepProofs<Row extends ProofRow, Listeners>(
  table: ProofTable<Row>,
  told: ProofTold<Row, Listeners>,
  now: Date,
): Promise<number> {
  let count = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const due = await withSystem((tx) => table.due(tx, dueQuery(now, BATCH)));
    const results = await Promise.all(due.map((row) => lookForRecord(table.recordOf(row))));
    for (const [index, row] of due.entries()) {
      await record(table, told, { row, result: results[index] ?? "dns_unreachable", now }).catch(
        (error: unknown) => logger.error({ error, domain: row.id }, "domain could not be verified again"),
      );
      told.after?.(row);
    }
    count += due.length;
    if (due.length < BATCH) break;
  }
  return count;
}

async function record<Row extends ProofRow, Listeners>(
  table: ProofTable<Row>,
  told: ProofTold<Row, Listeners>,
  { row, result, now }: { row: Row; result: ProofResult; now: Date },
): Promise<void> {
  const isGone = result !== "verified" && result !== "dns_unreachable";
  const listeners = isGone ? await told.listeners(row) : null;
  await withSystem(async (tx) => {
    const seen = { id: row.id, status: row.status, token: row.token };
    const checked = { lastCheckedAt: now, lastResult: result };
    const tell = (kind: ProofNews["kind"], dropsAt: Date) => told.tell(tx, row, { kind, dropsAt }, listeners);
    if (result === "dns_unreachable") {
      await table.change(tx, seen, checked);
      return;
    }
    if (result === "verified") {
      const count = await table.change(tx, seen, { ...checked, status: "verified", failingSince: null });
      if (count === 1 && row.status === "failing") await tell("verified", now);
      return;
    }
    const failingSince = row.failingSince ?? now;
    const dropsAt = new Date(failingSince.getTime() + GRACE_DAYS * DAY_MS);
    const isOver = dropsAt <= now;
    const count = await table.change(
      tx,
      seen,
      isOver
        ? { ...checked, status: "pending", failingSince: null, verifiedAt: null }
        : { ...checked, status: "failing", failingSince },
    );
    if (count === 1 && isOver) await tell("dropped", dropsAt);
    else if (count === 1 && row.status === "verified") await tell("failing", dropsAt);
  });
}
