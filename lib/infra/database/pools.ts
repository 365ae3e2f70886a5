import "server-only";
import pg from "pg";
import { env } from "@/lib/infra/env";
import { logger } from "@/lib/infra/logger";
import { roleUrl } from "./role-url";

// A connection that has touched many tenant schemas holds their catalogue entries; recycling bounds that memory.
const MAX_USES = 7_500;

type PoolName = "app" | "reader" | "system" | "admission" | "owner";

// Next bundles a module once per entry point; the pools must stay one per process.
const registry = globalThis as unknown as { atriumPools?: Map<PoolName, pg.Pool> };

function open(name: PoolName, connectionString: string, max: number, pipeline: boolean): pg.Pool {
  registry.atriumPools ??= new Map();
  const existing = registry.atriumPools.get(name);
  if (existing) return existing;
  const pool = new pg.Pool({
    connectionString,
    max,
    maxUses: MAX_USES,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
    application_name: `atrium-${name}`,
    ...(pipeline ? { pipeline: true } : {}),
  } as pg.PoolConfig);
  pool.on("error", (error) => logger.warn({ error, pool: name }, "idle database connection lost"));
  registry.atriumPools.set(name, pool);
  return pool;
}

/** Tenant work: can do nothing until a transaction takes a tenant's role. */
export function appPool(): pg.Pool {
  return open("app", roleUrl("atrium_app"), env().DATABASE_POOL_SIZE, false);
}

/** The same role with pipelining: BEGIN, context, one statement and COMMIT travel in one flight. */
export function readerPool(): pg.Pool {
  return open("reader", roleUrl("atrium_app"), env().DATABASE_POOL_SIZE, true);
}

/** Control plane, worker, webhooks and back-office. */
export function systemPool(): pg.Pool {
  return open("system", roleUrl("atrium_system"), env().DATABASE_POOL_SIZE, false);
}

/** Hot path: admission and counters, through functions only. */
export function admissionPool(): pg.Pool {
  return open("admission", roleUrl("atrium_admission"), env().DATABASE_POOL_SIZE, true);
}

/** Migrations and provisioning; only the worker and the migration run open it. */
export function ownerPool(): pg.Pool {
  return open("owner", env().DATABASE_URL, 3, false);
}

/** Closes every pool of this process. */
export async function closePools(): Promise<void> {
  const pools = [...(registry.atriumPools?.values() ?? [])];
  registry.atriumPools?.clear();
  await Promise.all(pools.map((pool) => pool.end()));
}
