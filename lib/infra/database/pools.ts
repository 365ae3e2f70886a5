import "server-only";
import pg from "pg";
import { env } from "@/lib/infra/env";
import { logger } from "@/lib/infra/logger";
import { onceAProcess } from "@/lib/infra/once-a-process";
import { cellUrl, MAIN_CELL } from "./cells";
import { type LoginRole, roleUrl } from "./role-url";

// Plans and catalogue entries add up over a connection's life; those of tenants' schemas have a bound of their own.
const MAX_USES = 7_500;

type PoolName = "app" | "reader" | "system" | "admission" | "owner";

// Next bundles a module once per entry point; the pools must stay one per process.
const opened = onceAProcess("pools", () => new Map<string, pg.Pool>());

function open(name: PoolName, cell: string, address: () => string, max: number, pipeline = false): pg.Pool {
  const key = `${name}@${cell}`;
  const existing = opened.get(key);
  if (existing) return existing;
  const pool = new pg.Pool({
    connectionString: address(),
    max,
    maxUses: MAX_USES,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
    application_name: `atrium-${name}`,
    ...(pipeline ? { pipeline: true } : {}),
  } as pg.PoolConfig);
  // A connection that dies while it is lent out tells itself; without a listener that would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("error", (error) => logger.warn({ error, pool: key }, "idle database connection lost"));
  opened.set(key, pool);
  return pool;
}

function openAs(name: PoolName, role: LoginRole, cell: string, pipeline: boolean): pg.Pool {
  return open(name, cell, () => roleUrl(role, cell), env().DATABASE_POOL_SIZE, pipeline);
}

/** Tenant work: can do nothing until a transaction takes a tenant's role. */
export function appPool(cell: string = MAIN_CELL): pg.Pool {
  return openAs("app", "atrium_app", cell, false);
}

/** The same role with pipelining: BEGIN, context, one statement and COMMIT travel in one flight. */
export function readerPool(cell: string = MAIN_CELL): pg.Pool {
  return openAs("reader", "atrium_app", cell, true);
}

/** Control plane, worker, webhooks and back-office; of another cell, its part of the tenants' rows. */
export function systemPool(cell: string = MAIN_CELL): pg.Pool {
  return openAs("system", "atrium_system", cell, false);
}

/** Hot path: admission and counters, through functions only. */
export function admissionPool(cell: string = MAIN_CELL): pg.Pool {
  return openAs("admission", "atrium_admission", cell, true);
}

/** Migrations and provisioning; only the worker and the migration run open it. */
export function ownerPool(cell: string = MAIN_CELL): pg.Pool {
  return open("owner", cell, () => cellUrl(cell), 3);
}

/** Closes every pool of this process. */
export async function closePools(): Promise<void> {
  const pools = [...opened.values()];
  opened.clear();
  await Promise.all(pools.map((pool) => pool.end()));
}
