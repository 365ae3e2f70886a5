import "server-only";
import pg from "pg";
import { cellUrl } from "@/lib/infra/database/cells";
import { logger } from "@/lib/infra/logger";
import type { Migration } from "../run-migrations";
import { migrateTenant } from "./migrate-tenant";
import { planFleet } from "./plan-fleet";
import { RINGS, type Ring } from "./schema";

/** More than a small server has cores for would only hold locks longer. */
const PARALLEL = 2;
/** Share of a ring that may fail before the next ring is not begun: a mistake stays with the few that met it. */
const TOLERATED: Record<Ring, number> = { canary: 0, early: 0.05, all: 1 };

export type FleetReport = {
  migrated: number;
  failed: number;
  /** The ring after which the run stopped; null when every ring was taken. */
  haltedAfter: Ring | null;
};

/**
 * Brings the tenants of a cell to the newest migration, ring by ring (canaries, one in a hundred, all others), a few
 * at once, each in one transaction of its own. Where the ledger says a tenant is done, nothing happens, so a run that
 * was killed is taken up by the next. A tenant that fails is recorded and holds up nobody of its ring.
 */
export async function migrateFleet(
  cell: string,
  migrations: readonly Migration[],
  options: { parallel?: number } = {},
): Promise<FleetReport> {
  const pool = new pg.Pool({
    connectionString: cellUrl(cell),
    max: options.parallel ?? PARALLEL,
    connectionTimeoutMillis: 5_000,
    application_name: "atrium-fleet",
  });
  const report: FleetReport = { migrated: 0, failed: 0, haltedAfter: null };
  try {
    const plan = await planFleet(pool, migrations);
    for (const ring of RINGS) {
      const tenants = plan.filter((entry) => entry.ring === ring).map((entry) => entry.tenantId);
      const failed = await migrateRing(pool, tenants, migrations);
      report.migrated += tenants.length - failed;
      report.failed += failed;
      if (failed === 0 || failed / tenants.length <= TOLERATED[ring]) continue;
      logger.error({ cell, ring, failed }, "fleet migration halted: too many failures in this ring");
      report.haltedAfter = ring;
      break;
    }
    return report;
  } finally {
    await pool.end();
  }
}

async function migrateRing(
  pool: pg.Pool,
  tenants: readonly string[],
  migrations: readonly Migration[],
): Promise<number> {
  const queue = [...tenants];
  let failed = 0;
  const lane = async () => {
    for (let tenantId = queue.shift(); tenantId !== undefined; tenantId = queue.shift()) {
      if (!(await migrateTenant(pool, tenantId, migrations))) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: Math.min(pool.options.max ?? PARALLEL, tenants.length) }, lane));
  return failed;
}
