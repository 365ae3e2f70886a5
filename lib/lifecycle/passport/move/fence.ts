import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { ConflictError } from "@/lib/core/errors";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { systemPool } from "@/lib/infra/database/pools";
import { withOwner } from "@/lib/infra/database/with-owner";
import { relayDirectory } from "@/lib/tenancy/cells/relay-directory";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { sweepCalls } from "@/lib/usage/calls/sweep-calls";

/** A reservation of a dead process ends after 60 s; a transaction of a runtime role is cut off after 30 s. */
const CALLS_MS = 75_000;
const TRANSACTIONS_MS = 35_000;
const STEP_MS = 25;

/** What runs in this database as one of the product's roles: its virtual transaction, which everybody may see. */
const RUNNING = `
  select l.virtualtransaction as id from pg_locks l join pg_stat_activity a on a.pid = l.pid
  where l.locktype = 'virtualxid' and a.datname = current_database() and a.pid <> pg_backend_pid()
    and a.usename in ('atrium_app', 'atrium_system', 'atrium_admission')`;

/**
 * Makes the database refuse a tenant's writes and waits for whatever was let in before: calls that were admitted and
 * have not been counted, transactions that began before the fence, announcements on their way to the directories.
 * Every transaction that begins later reads the fence first.
 * @throws ConflictError not_movable when something does not end in time
 */
export async function raiseFence(cell: string, tenantId: string, accountId: string): Promise<void> {
  await settleCalls(accountId);
  await setFence(cell, tenantId, new Date());
  const before = await running(cell);
  await until(TRANSACTIONS_MS, async () => {
    const now = await running(cell);
    return ![...before].some((id) => now.has(id));
  });
  if (cell !== MAIN_CELL) while ((await relayDirectory(cell, tenantId)) > 0);
}

export async function setFence(cell: string, tenantId: string, fencedAt: Date | null): Promise<void> {
  await withCell(cell, (tx) => tx.tenantStub.updateMany({ where: { tenantId }, data: { fencedAt } }));
}

/** No key is admitted while the tenant moves; those that were hold a reservation until their call is written. */
async function settleCalls(accountId: string): Promise<void> {
  const open = async () => {
    const { rows } = await systemPool().query<{ id: string }>(
      "select id from platform.reservations where account_id = $1",
      [accountId],
    );
    return new Set(rows.map((row) => row.id));
  };
  const before = await open();
  let swept = Date.now();
  await until(CALLS_MS, async () => {
    if (Date.now() - swept > 5_000) {
      swept = Date.now();
      await sweepCalls();
    }
    const now = await open();
    return ![...before].some((id) => now.has(id));
  });
}

async function running(cell: string): Promise<Set<string>> {
  const { rows } = await withOwner(cell, (owner) => owner.query<{ id: string }>(RUNNING));
  return new Set(rows.map((row) => row.id));
}

async function until(limitMs: number, isDone: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await isDone())) {
    if (Date.now() > end) {
      throw new ConflictError("The workspace is busy; try again.", { reason: "not_movable" });
    }
    await sleep(STEP_MS);
  }
}
