import "server-only";
import type pg from "pg";
import { applyMigration, type Migration, pendingOf, withLockRetry } from "./run-migrations";
import { schemaName } from "./schema-name";

/**
 * Creates or completes a tenant's role and schema and brings it to the newest migration, in one transaction: a kill
 * leaves the old shape or the new one, never a table without its grants. Safe to repeat. The app role may become the
 * tenant's role, but inherits nothing from it. Returns the attempts that locks in use made necessary.
 */
export async function ensureTenantSchema(
  owner: pg.ClientBase,
  tenantId: string,
  migrations: readonly Migration[],
): Promise<number> {
  const name = schemaName(tenantId);
  return withLockRetry(async () => {
    await owner.query("begin");
    try {
      await owner.query("set local client_min_messages = warning");
      const { rowCount } = await owner.query("select 1 from pg_roles where rolname = $1", [name]);
      if (!rowCount) await owner.query(`create role ${name} nologin inherit in role atrium_tenant`);
      await owner.query(`grant ${name} to atrium_app with inherit false, set true`);
      await owner.query(`create schema if not exists ${name}`);
      for (const migration of await pendingOf(owner, migrations, name))
        await applyMigration(owner, migration, name);
      await owner.query(`grant usage on schema ${name} to ${name}`);
      await owner.query(`grant select, insert, update, delete on all tables in schema ${name} to ${name}`);
      await owner.query("commit");
    } catch (error) {
      await owner.query("rollback");
      throw error;
    }
  });
}
