import "server-only";
import type pg from "pg";
import { type Migration, runMigrations } from "./run-migrations";
import { schemaName } from "./schema-name";

/**
 * Creates or completes a tenant's role and schema and brings it to the newest migration. Safe to repeat.
 * The app role may become the tenant's role, but inherits nothing from it.
 */
export async function ensureTenantSchema(
  owner: pg.ClientBase,
  tenantId: string,
  migrations: readonly Migration[],
): Promise<void> {
  const name = schemaName(tenantId);
  const { rowCount } = await owner.query("select 1 from pg_roles where rolname = $1", [name]);
  if (!rowCount) await owner.query(`create role ${name} nologin inherit in role atrium_tenant`);
  await owner.query(`grant ${name} to atrium_app with inherit false, set true`);
  await owner.query(`create schema if not exists ${name}`);
  await runMigrations(owner, migrations, name);
  await owner.query(`grant usage on schema ${name} to ${name}`);
  await owner.query(`grant select, insert, update, delete on all tables in schema ${name} to ${name}`);
}
