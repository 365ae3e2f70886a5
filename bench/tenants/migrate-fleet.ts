import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { round } from "../measure";
import type { MigrationFigures } from "./migrations";

const ADDED = "alter table agent_instances add column bench_added int;\n";

/** `migrate-fleet <folder> <file>`: gives the runner one more migration than the project has, and a rival. */
async function main([folder = "", file = ""]: string[]): Promise<void> {
  const { migrateAll } = await import("@/lib/tenancy/migrate");
  const { closePools } = await import("@/lib/infra/database/pools");
  const bare = await bareLoop();
  // The runner reads its files below the working directory; the project's own are not touched.
  const copy = path.join(folder, "one-more");
  mkdirSync(copy, { recursive: true });
  cpSync(path.resolve("prisma/migrations"), path.join(copy, "prisma/migrations"), { recursive: true });
  writeFileSync(path.join(copy, "prisma/migrations/tenant/9999_bench.sql"), ADDED);
  process.chdir(copy);
  const startedAt = performance.now();
  await migrateAll();
  const productMs = performance.now() - startedAt;
  const figures: MigrationFigures = { productMs: round(productMs, 1), ...bare };
  writeFileSync(file, JSON.stringify(figures));
  await closePools();
}

/** One transaction a schema, one after the other, and nothing else. Leaves no trace. */
async function bareLoop(): Promise<{ bareMs: number; lockP99Ms: number }> {
  const { ownerPool } = await import("@/lib/infra/database/pools");
  const client = await ownerPool().connect();
  const locks: number[] = [];
  try {
    const { rows } = await client.query<{ name: string }>(
      "select nspname as name from pg_namespace where nspname ~ '^t_[0-9a-f]{32}$' order by 1",
    );
    const startedAt = performance.now();
    for (const { name } of rows) {
      const lockedAt = performance.now();
      await client.query("begin");
      await client.query(`alter table ${name}.agent_instances add column bench_bare int`);
      await client.query("commit");
      locks.push(performance.now() - lockedAt);
    }
    const bareMs = performance.now() - startedAt;
    for (const { name } of rows)
      await client.query(`alter table ${name}.agent_instances drop column bench_bare`);
    const sorted = locks.toSorted((a, b) => a - b);
    return { bareMs: round(bareMs, 1), lockP99Ms: round(sorted[Math.floor(sorted.length * 0.99)] ?? 0, 1) };
  } finally {
    client.release();
  }
}

await main(process.argv.slice(2));
process.exit();
