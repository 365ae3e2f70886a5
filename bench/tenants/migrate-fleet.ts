import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { median, round } from "../measure";
import type { MigrationFigures } from "./migrations";

const ROUNDS = 3;
const MARK = "add column bench_product_";

/** `migrate-fleet <folder> <file>`: gives the runner one more migration than the project has, a round at a time. */
async function main([folder = "", file = ""]: string[]): Promise<void> {
  const { migrateAll } = await import("@/lib/tenancy/migrate");
  const { closePools } = await import("@/lib/infra/database/pools");
  const locks = watchLocks();
  // The runner reads its files below the working directory; the project's own are not touched.
  const copy = path.join(folder, "one-more");
  mkdirSync(copy, { recursive: true });
  cpSync(path.resolve("prisma/migrations"), path.join(copy, "prisma/migrations"), { recursive: true });
  process.chdir(copy);
  const productMs: number[] = [];
  const bareMs: number[] = [];
  const bareLocks: number[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    const added = `alter table agent_instances ${MARK}${n} int;\n`;
    writeFileSync(path.join(copy, `prisma/migrations/tenant/999${n}_bench.sql`), added);
    const startedAt = performance.now();
    const { failed } = await migrateAll();
    productMs.push(performance.now() - startedAt);
    if (failed > 0) throw new Error(`${failed} tenants were not migrated`);
    bareMs.push(await bareLoop(n, bareLocks));
  }
  const figures: MigrationFigures = {
    productMs: round(median(productMs), 1),
    bareMs: round(median(bareMs), 1),
    lockP99Ms: round(p99(locks), 1),
    bareLockP99Ms: round(p99(bareLocks), 1),
  };
  writeFileSync(file, JSON.stringify(figures));
  await closePools();
}

/**
 * From sending the statement that locks a tenant's table to the answer of the COMMIT after it, on every connection of
 * this process: no less than what the table was locked for.
 */
function watchLocks(): number[] {
  const taken: number[] = [];
  const lockedAt = new WeakMap<object, number>();
  const send = pg.Client.prototype.query as (this: pg.Client, ...args: unknown[]) => unknown;
  const watched = function (this: pg.Client, ...args: unknown[]): unknown {
    const text = typeof args[0] === "string" ? args[0] : "";
    if (text.includes(MARK)) lockedAt.set(this, performance.now());
    const startedAt = lockedAt.get(this);
    const result = send.apply(this, args);
    if (startedAt !== undefined && /\bcommit\b/i.test(text) && result instanceof Promise) {
      lockedAt.delete(this);
      return result.finally(() => taken.push(performance.now() - startedAt));
    }
    return result;
  };
  Object.assign(pg.Client.prototype, { query: watched });
  return taken;
}

/** One transaction a schema, one after the other, and nothing else. */
async function bareLoop(round: number, locks: number[]): Promise<number> {
  const { ownerPool } = await import("@/lib/infra/database/pools");
  const client = await ownerPool().connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "select nspname as name from pg_namespace where nspname ~ '^t_[0-9a-f]{32}$' order by 1",
    );
    const startedAt = performance.now();
    for (const { name } of rows) {
      await client.query("begin");
      const lockedAt = performance.now();
      await client.query(`alter table ${name}.agent_instances add column bench_bare_${round} int`);
      await client.query("commit");
      locks.push(performance.now() - lockedAt);
    }
    return performance.now() - startedAt;
  } finally {
    client.release();
  }
}

function p99(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
}

await main(process.argv.slice(2));
process.exit();
