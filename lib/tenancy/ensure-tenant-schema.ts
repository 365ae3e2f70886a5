import "server-only";
import { isDeepStrictEqual } from "node:util";
import pg from "pg";
import {
  applyMigration,
  isContention,
  LOCK_TIMEOUT,
  type Migration,
  OvertakenError,
  unapplied,
  withLockRetry,
} from "./run-migrations";
import { schemaName } from "./schema-name";

type Found = { role: boolean; member: boolean; schema: boolean; usage: boolean };
type Shape = Found & { pending: Migration[] };

/**
 * Creates or completes a tenant's role and schema and brings it to the newest migration, in one transaction: a kill
 * leaves the old shape or the new one, never a table without its grants. Safe to repeat. The app role may become the
 * tenant's role, but inherits nothing from it. In a fleet's run the ledger's row goes with it: running before, done in
 * the same commit.
 */
export async function ensureTenantSchema(
  owner: pg.ClientBase,
  tenantId: string,
  migrations: readonly Migration[],
  options: { inFleet?: boolean } = {},
): Promise<void> {
  const name = schemaName(tenantId);
  const startedAt = performance.now();
  const look = () => readShape(owner, name, migrations, options.inFleet ? tenantId : null);
  await withLockRetry(async (attempt) => {
    const shape = await look();
    const end = after(name, shape) + (options.inFleet ? markDone(tenantId, attempt, startedAt) : "");
    try {
      // One flight: what a table is locked for is the work itself, without a round trip in between.
      await owner.query(`begin; ${before(name, shape)}; set local lock_timeout = '${LOCK_TIMEOUT}';
        set local search_path = ${name};
        ${shape.pending.map((migration) => `${migration.sql}\n;${noteOf(migration, name)};`).join("\n")}
        ${end}; commit`);
    } catch (error) {
      await owner.query("rollback");
      if (isContention(error)) throw error;
      if (!isDeepStrictEqual(await look(), shape)) throw new OvertakenError("overtaken", { cause: error });
      if (shape.pending.length === 0) throw error;
      await oneByOne(owner, name, shape, end);
    }
  });
}

/** What the schema has so far. A rival that is faster makes the flight fail as a whole, and the next look sees it. */
async function readShape(
  owner: pg.ClientBase,
  name: string,
  migrations: readonly Migration[],
  markRunning: string | null,
): Promise<Shape> {
  const { rows } = await owner.query<Found & { applied: Record<string, string> }>({
    name: "shape-of-tenant",
    text: `with running as (
        update migrations.fleet set state = 'running', updated_at = now() where tenant_id = $2::uuid)
      select r.role is not null as role, r.schema is not null as schema,
      exists (select 1 from pg_auth_members m where m.roleid = r.role and m.member = 'atrium_app'::regrole
        and m.set_option and not m.inherit_option) as member,
      coalesce(has_schema_privilege(r.role, r.schema, 'usage'), false) as usage,
      (select coalesce(json_object_agg(placement || '/' || name, checksum), '{}')
       from migrations.applied where target = $1) as applied
      from (select to_regrole($1)::oid as role, to_regnamespace($1)::oid as schema) r`,
    values: [name, markRunning],
  });
  const { applied = {}, ...found } = rows[0] ?? { role: false, member: false, schema: false, usage: false };
  return { ...found, pending: unapplied(migrations, new Map(Object.entries(applied))) };
}

/** What the tables need: only what is missing, for a grant made again writes to the catalogue all the same. */
function before(name: string, { role, member, schema, usage }: Shape): string {
  return [
    "set local client_min_messages = warning",
    ...(role ? [] : [`create role ${name} nologin inherit in role atrium_tenant`]),
    ...(member ? [] : [`grant ${name} to atrium_app with inherit false, set true`]),
    ...(schema ? [] : [`create schema if not exists ${name}`]),
    ...(usage ? [] : [`grant usage on schema ${name} to ${name}`]),
  ].join("; ");
}

/** The fleet's row of the tenant, as the last statement of its transaction. */
function markDone(tenantId: string, attempts: number, startedAt: number): string {
  const before = Math.round(performance.now() - startedAt);
  return `; update migrations.fleet set state = 'done', attempts = attempts + ${attempts}, error = null, updated_at = now(),
    took_ms = ${before} + extract(epoch from clock_timestamp() - now()) * 1000
    where tenant_id = ${pg.escapeLiteral(tenantId)}`;
}

const RIGHTS = ["select", "insert", "update", "delete"];

function after(name: string, { schema, pending }: Shape): string {
  // Without these words no statement makes a table; looking for one without grants costs more than most migrations.
  if (schema && pending.length > 0 && !pending.some(({ sql }) => /\b(create|into|execute)\b/i.test(sql)))
    return "select";
  const grant = `grant ${RIGHTS.join(", ")} on`;
  if (!schema) return `${grant} all tables in schema ${name} to ${name}`;
  const has = RIGHTS.map((right) => `has_table_privilege('${name}', c.oid, '${right}')`).join(" and ");
  return `do $grants$ declare named regclass; begin
    for named in select c.oid from pg_class c
      where c.relnamespace = '${name}'::regnamespace and c.relkind in ('r', 'p') and not (${has})
    loop execute format('${grant} %s to ${name}', named); end loop; end $grants$`;
}

function noteOf({ placement, name, checksum }: Migration, target: string): string {
  const values = [placement, target, name, checksum].map((value) => pg.escapeLiteral(value)).join(", ");
  return `insert into migrations.applied (placement, target, name, checksum) values (${values})`;
}

/** The slow way, for what failed in one flight: it knows the file that the failure is of. */
async function oneByOne(owner: pg.ClientBase, name: string, shape: Shape, end: string): Promise<void> {
  await owner.query("begin");
  try {
    await owner.query(before(name, shape));
    for (const migration of shape.pending) await applyMigration(owner, migration, name);
    await owner.query(end);
    await owner.query("commit");
  } catch (error) {
    await owner.query("rollback");
    throw error;
  }
}
