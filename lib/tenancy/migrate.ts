import "server-only";
import type pg from "pg";
import { cellNames, MAIN_CELL, remoteCells } from "@/lib/infra/database/cells";
import { ownerPool } from "@/lib/infra/database/pools";
import { logger } from "@/lib/infra/logger";
import { isConnectionFailure } from "./cells/guard-cell";
import { syncFacade } from "./cells/sync-facade";
import { ensureRoles } from "./ensure-roles";
import { migrateFleet } from "./fleet/migrate-fleet";
import type { Ring } from "./fleet/schema";
import { ensureLedger, readMigrations, runMigrations } from "./run-migrations";

/** Any constant: one migration run at a time in a database. */
const RUN_LOCK = 7_203_118;

export type MigrationReport = {
  platform: number;
  cell: number;
  /** Tenants brought up to date. */
  tenants: number;
  /** Tenants whose migration failed; they stay on the version before and are named in the ledger. */
  failed: number;
  /** Rings after which a cell's run stopped. */
  halted: { cell: string; ring: Ring }[];
  /** Cells that did not answer: a later run takes them up. */
  unreachable: string[];
};

/**
 * Brings the roles, the control plane, every cell and every tenant's schema to the newest migration. Safe to repeat
 * and to kill. Tenants that fail, and cells that are down, are reported and do not stop the others.
 * @throws Error naming the migration of a control plane or cell that failed; everything before it stays applied
 */
export async function migrateAll(): Promise<MigrationReport> {
  const report: MigrationReport = {
    platform: 0,
    cell: 0,
    tenants: 0,
    failed: 0,
    halted: [],
    unreachable: [],
  };
  await migrateCell(MAIN_CELL, report);
  await nameCells();
  for (const cell of remoteCells()) {
    try {
      await migrateCell(cell, report);
    } catch (error) {
      if (!isConnectionFailure(error)) throw error;
      logger.error({ error, cell }, "cell not reachable; its migrations wait");
      report.unreachable.push(cell);
    }
  }
  return report;
}

async function migrateCell(cell: string, report: MigrationReport): Promise<void> {
  const owner = await ownerPool(cell).connect();
  try {
    await owner.query("select pg_advisory_lock($1)", [RUN_LOCK]);
    await ensureRoles(owner);
    await ensureLedger(owner);
    if (cell === MAIN_CELL) report.platform += await runMigrations(owner, readMigrations("platform"));
    else await migrateFacade(owner);
    report.cell += await runMigrations(owner, readMigrations("cell"));
    const fleet = await migrateFleet(cell, readMigrations("tenant"));
    report.tenants += fleet.migrated;
    report.failed += fleet.failed;
    if (fleet.haltedAfter) report.halted.push({ cell, ring: fleet.haltedAfter });
  } finally {
    await owner.query("select pg_advisory_unlock($1)", [RUN_LOCK]).catch(() => undefined);
    owner.release();
  }
}

async function migrateFacade(owner: pg.ClientBase): Promise<void> {
  await runMigrations(owner, readMigrations("facade"));
  const main = await ownerPool().connect();
  try {
    await syncFacade(main, owner);
  } finally {
    main.release();
  }
}

/** Every configured cell has a row that says what it is for; a new one takes tenants by load. */
async function nameCells(): Promise<void> {
  await ownerPool().query(
    "insert into platform.cells (name) select * from unnest($1::text[]) on conflict do nothing",
    [cellNames()],
  );
}
