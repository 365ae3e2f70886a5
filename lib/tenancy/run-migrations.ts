import "server-only";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";

/** Where a migration applies: the control plane once, each cell once, each tenant's schema once. */
export type Placement = "platform" | "cell" | "tenant";
export type Migration = { placement: Placement; name: string; sql: string; checksum: string };

/** The migrations of a placement in order of name. */
export function readMigrations(placement: Placement): Migration[] {
  const folder = join(process.cwd(), "prisma", "migrations", placement);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), "utf8");
      return { placement, name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

/** Creates the ledger that records what ran where. */
export async function ensureLedger(owner: pg.ClientBase): Promise<void> {
  await owner.query("create schema if not exists migrations");
  await owner.query(`create table if not exists migrations.applied (
    placement text not null, target text not null, name text not null, checksum text not null,
    applied_at timestamptz not null default now(), primary key (placement, target, name))`);
}

/**
 * Applies what `target` still lacks, each file in one transaction with its ledger row, so that a kill leaves
 * either both or neither.
 * @param target schema name for placement "tenant", empty otherwise
 * @throws Error when an applied file was edited afterwards
 */
export async function runMigrations(
  owner: pg.ClientBase,
  migrations: readonly Migration[],
  target = "",
): Promise<number> {
  let count = 0;
  const { rows } = await owner.query<{ placement: string; name: string; checksum: string }>(
    "select placement, name, checksum from migrations.applied where target = $1",
    [target],
  );
  const applied = new Map(rows.map((row) => [`${row.placement}/${row.name}`, row.checksum]));
  for (const migration of migrations) {
    const known = applied.get(`${migration.placement}/${migration.name}`);
    if (known === migration.checksum) continue;
    if (known) throw new Error(`migration ${migration.placement}/${migration.name} was edited after it ran`);
    await apply(owner, migration, target);
    count += 1;
  }
  return count;
}

async function apply(owner: pg.ClientBase, migration: Migration, target: string): Promise<void> {
  await owner.query("begin");
  try {
    await owner.query("set local lock_timeout = '5s'");
    if (target) await owner.query(`set local search_path = ${target}`);
    await owner.query(migration.sql);
    await owner.query(
      "insert into migrations.applied (placement, target, name, checksum) values ($1, $2, $3, $4)",
      [migration.placement, target, migration.name, migration.checksum],
    );
    await owner.query("commit");
  } catch (error) {
    await owner.query("rollback");
    throw new Error(`migration ${migration.placement}/${migration.name} failed${target && ` in ${target}`}`, {
      cause: error,
    });
  }
}
