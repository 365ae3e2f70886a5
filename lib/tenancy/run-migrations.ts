import "server-only";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

/**
 * Where a migration applies: the control plane once, each cell once, each tenant's schema once. "facade" is what a
 * cell in a database of its own has in place of the control plane.
 */
export type Placement = "platform" | "facade" | "cell" | "tenant";
export type Migration = { placement: Placement; name: string; sql: string; checksum: string };

/** A table that is in use is asked for this long at a time: whoever queues behind the request waits no longer. */
export const LOCK_TIMEOUT = "500ms";
const LOCK_ATTEMPTS = 20;

/** The migrations of a placement in order of name. */
export function readMigrations(placement: Placement): Migration[] {
  const folder = join(process.cwd(), "prisma", "migrations", placement);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => newMigration(placement, name, readFileSync(join(folder, name), "utf8")));
}

export function newMigration(placement: Placement, name: string, sql: string): Migration {
  return { placement, name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
}

/** Creates the ledger that records what ran where, and how far each tenant is. The system role may read it. */
export async function ensureLedger(owner: pg.ClientBase): Promise<void> {
  await owner.query("create schema if not exists migrations");
  await owner.query(`create table if not exists migrations.applied (
    placement text not null, target text not null, name text not null, checksum text not null,
    applied_at timestamptz not null default now(), primary key (placement, target, name))`);
  await owner.query(`create table if not exists migrations.fleet (
    tenant_id uuid primary key, ring text not null check (ring in ('canary', 'early', 'all')),
    state text not null check (state in ('pending', 'running', 'done', 'failed')),
    attempts int not null default 0, error text, took_ms int, updated_at timestamptz not null default now())`);
  await owner.query("create index if not exists fleet_state_idx on migrations.fleet (state, ring)");
  await owner.query("create table if not exists migrations.canaries (tenant_id uuid primary key)");
  await owner.query("grant usage on schema migrations to atrium_system");
  await owner.query("grant select on all tables in schema migrations to atrium_system");
}

/**
 * Applies what the database still lacks, each file in one transaction with its ledger row, so that a kill leaves
 * either both or neither. A file whose tables are in use tries again; nobody waits for it longer than half a second.
 * @throws Error when an applied file was edited afterwards
 */
export async function runMigrations(owner: pg.ClientBase, migrations: readonly Migration[]): Promise<number> {
  let count = 0;
  for (const migration of await pendingOf(owner, migrations)) {
    await withLockRetry(async () => {
      await owner.query("begin");
      try {
        await applyMigration(owner, migration, "");
        await owner.query("commit");
      } catch (error) {
        await owner.query("rollback");
        throw error;
      }
    });
    count += 1;
  }
  return count;
}

/** The files that the control plane or the cell of a database lacks. */
async function pendingOf(owner: pg.ClientBase, migrations: readonly Migration[]): Promise<Migration[]> {
  const { rows } = await owner.query<{ placement: string; name: string; checksum: string }>(
    "select placement, name, checksum from migrations.applied where target = ''",
  );
  return unapplied(migrations, new Map(rows.map((row) => [`${row.placement}/${row.name}`, row.checksum])));
}

/**
 * Those of `migrations` that are not among the applied ones, which are checksums by `placement/name`.
 * @throws Error when an applied file was edited afterwards
 */
export function unapplied(
  migrations: readonly Migration[],
  applied: ReadonlyMap<string, string>,
): Migration[] {
  return migrations.filter((migration) => {
    const known = applied.get(`${migration.placement}/${migration.name}`);
    if (known !== undefined && known !== migration.checksum)
      throw new Error(`migration ${migration.placement}/${migration.name} was edited after it ran`);
    return known === undefined;
  });
}

/** One file and its ledger row, in the transaction that the caller opened. */
export async function applyMigration(
  owner: pg.ClientBase,
  migration: Migration,
  target: string,
): Promise<void> {
  try {
    await owner.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
    if (target) await owner.query(`set local search_path = ${target}`);
    await owner.query(migration.sql);
    await owner.query(
      "insert into migrations.applied (placement, target, name, checksum) values ($1, $2, $3, $4)",
      [migration.placement, target, migration.name, migration.checksum],
    );
  } catch (error) {
    throw new Error(`migration ${migration.placement}/${migration.name} failed${target && ` in ${target}`}`, {
      cause: error,
    });
  }
}

/** Repeats what lost against the users of a table, with a pause that grows; nothing else is repeated. */
export async function withLockRetry(
  run: (attempt: number) => Promise<void>,
  attempts = LOCK_ATTEMPTS,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await run(attempt);
      return;
    } catch (error) {
      if (attempt >= attempts || !isContention(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.min(50 * attempt, 1_000) * Math.random()));
    }
  }
}

/** Somebody else did the work between our look and our turn, such as the last statement of a process that was killed. */
export class OvertakenError extends Error {}

/** A lock not had in time, a deadlock, or a catalogue row that somebody else wrote at the same moment. */
export function isContention(error: unknown): boolean {
  for (let step = error; step instanceof Error; step = step.cause) {
    if (step instanceof OvertakenError) return true;
    if (!(step instanceof pg.DatabaseError)) continue;
    if (step.code === "55P03" || step.code === "40P01") return true;
    if (/tuple concurrently updated/.test(step.message)) return true;
  }
  return false;
}
