import "server-only";
import type pg from "pg";
import { ownerPool } from "@/lib/infra/database/pools";
import { ensureRoles } from "./ensure-roles";
import { ensureTenantSchema } from "./ensure-tenant-schema";
import { ensureLedger, readMigrations, runMigrations } from "./run-migrations";

/** Any constant: one migration run at a time in a database. */
const RUN_LOCK = 7_203_118;

export type MigrationReport = { platform: number; cell: number; tenants: number };

/**
 * Brings the roles, the control plane, the cell and every tenant's schema to the newest migration. Safe to repeat.
 * @throws Error naming the migration (and tenant) that failed; everything before it stays applied
 */
export async function migrateAll(): Promise<MigrationReport> {
  const owner = await ownerPool().connect();
  try {
    await owner.query("select pg_advisory_lock($1)", [RUN_LOCK]);
    await ensureRoles(owner);
    await ensureLedger(owner);
    const platform = await runMigrations(owner, readMigrations("platform"));
    const cell = await runMigrations(owner, readMigrations("cell"));
    const tenants = await migrateTenants(owner);
    return { platform, cell, tenants };
  } finally {
    await owner.query("select pg_advisory_unlock($1)", [RUN_LOCK]).catch(() => undefined);
    owner.release();
  }
}

async function migrateTenants(owner: pg.ClientBase): Promise<number> {
  const migrations = readMigrations("tenant");
  const names = migrations.map((migration) => migration.name);
  const { rows } = await owner.query<{ tenant_id: string }>(
    `select s.tenant_id from shared.tenants s
     where (select count(*) from migrations.applied a where a.placement = 'tenant'
       and a.target = 't_' || replace(s.tenant_id::text, '-', '') and a.name = any($1)) < $2
     order by s.created_at`,
    [names, names.length],
  );
  for (const row of rows) await ensureTenantSchema(owner, row.tenant_id, migrations);
  return rows.length;
}
