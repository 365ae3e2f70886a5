import { readFileSync } from "node:fs";
import path from "node:path";
import { runScript } from "../../dev/stack/child";
import { testEnvironment } from "../../dev/vitest/environment";

export type MigrationFigures = {
  /** One added column in every tenant's schema, by the product's runner and by a bare loop; medians of the rounds. */
  productMs: number;
  bareMs: number;
  /** How long the product kept a tenant's table locked, at the 99th percentile of all rounds; and the bare loop. */
  lockP99Ms: number;
  bareLockP99Ms: number;
};

/** The fleet's migration runner against a loop that does nothing but the same statement in every schema. */
export async function measureMigrations(
  folder: string,
  databaseUrl: string,
  logDir: string,
): Promise<MigrationFigures> {
  const file = path.join(folder, "migrations.json");
  await runScript({
    name: "migrate-fleet",
    script: "bench/tenants/migrate-fleet.ts",
    args: [folder, file],
    env: { ...testEnvironment(databaseUrl), PATH: process.env.PATH ?? "" },
    logDir,
    tailLines: 40,
  });
  return JSON.parse(readFileSync(file, "utf8")) as MigrationFigures;
}
