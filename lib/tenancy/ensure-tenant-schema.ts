import "server-only";
import pg from "pg";
import {
  applyMigration,
  isContention,
  LOCK_TIMEOUT,
  type Migration,
  unapplied,
  withLockRetry,
} from "./run-migrations";
import { schemaName } from "./schema-name";

type Shape = { hasRole: boolean; hasSchema: boolean; pending: Migration[] };

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
    const shape = await readShape(owner, name, migrations);
    try {
      // One flight: what a table is locked for is the work itself, without a round trip in between.
      await owner.query(`begin; ${before(name, shape)}; set local lock_timeout = '${LOCK_TIMEOUT}';
        set local search_path = ${name};
        ${shape.pending.map((migration) => `${migration.sql}\n;${noteOf(migration, name)};`).join("\n")}
        ${after(name)}; commit`);
    } catch (error) {
      await owner.query("rollback");
      if (shape.pending.length === 0 || isContention(error)) throw error;
      await oneByOne(owner, name, shape);
    }
  });
}

/** What the schema has so far; a rival that is faster makes the flight fail as a whole. */
async function readShape(
  owner: pg.ClientBase,
  name: string,
  migrations: readonly Migration[],
): Promise<Shape> {
  const { rows } = await owner.query<{ role: boolean; schema: boolean; applied: Record<string, string> }>({
    name: "shape-of-tenant",
    text: `select to_regrole($1) is not null as role, to_regnamespace($1) is not null as schema,
      (select coalesce(json_object_agg(placement || '/' || name, checksum), '{}')
       from migrations.applied where target = $1) as applied`,
    values: [name],
  });
  const [row] = rows;
  const pending = unapplied(migrations, new Map(Object.entries(row?.applied ?? {})));
  return { hasRole: row?.role ?? false, hasSchema: row?.schema ?? false, pending };
}

/** The statements that come before the tables. */
function before(name: string, { hasRole, hasSchema }: Shape): string {
  return [
    "set local client_min_messages = warning",
    ...(hasRole ? [] : [`create role ${name} nologin inherit in role atrium_tenant`]),
    `grant ${name} to atrium_app with inherit false, set true`,
    ...(hasSchema ? [] : [`create schema if not exists ${name}`]),
    `grant usage on schema ${name} to ${name}`,
  ].join("; ");
}

function after(name: string): string {
  return `grant select, insert, update, delete on all tables in schema ${name} to ${name}`;
}

function noteOf({ placement, name, checksum }: Migration, target: string): string {
  const values = [placement, target, name, checksum].map((value) => pg.escapeLiteral(value)).join(", ");
  return `insert into migrations.applied (placement, target, name, checksum) values (${values})`;
}

/** The slow way, for what failed in one flight: it knows the file that the failure is of. */
async function oneByOne(owner: pg.ClientBase, name: string, shape: Shape): Promise<void> {
  await owner.query("begin");
  try {
    await owner.query(before(name, shape));
    for (const migration of shape.pending) await applyMigration(owner, migration, name);
    await owner.query(after(name));
    await owner.query("commit");
  } catch (error) {
    await owner.query("rollback");
    throw error;
  }
}
