import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { startTemporaryDatabase } from "../dev/database/temporary";
import { ensureBuild } from "../dev/stack/build";
import { runScript } from "../dev/stack/child";
import { testEnvironment } from "../dev/vitest/environment";
import { comparePaths } from "./tenants/compare-paths";
import { type Installation, install } from "./tenants/install";
import { collectedMemoryMb } from "./tenants/memory";
import { measureMigrations } from "./tenants/migrations";
import { type Figures, report } from "./tenants/report";
import { measureSignUp } from "./tenants/sign-up";
import type { ConnectionMemory } from "./tenants/touch-schemas";

const SIZES = [10, 1_000];
const FULL_SIZE = 10_000;

/**
 * `npm run bench:tenants -- [--full] [--sizes 10,1000] [--write-docs]`: bars 5 to 8 of performance.md. The same calls
 * against an installation of 10 tenants and one of 1,000 (with --full a third of 10,000 in ten cells), in turns.
 * Prints a table and, last, one line of JSON.
 */
async function main(): Promise<void> {
  const temporary = await startTemporaryDatabase();
  const logDir = path.join(temporary.folder, "logs");
  mkdirSync(logDir, { recursive: true });
  const installations: Installation[] = [];
  try {
    console.log("Building the product.");
    const env = { ...testEnvironment(temporary.database.url), PATH: process.env.PATH ?? "" };
    console.log(`  ${await ensureBuild({ env, logDir })}`);
    for (const size of sizes()) installations.push(await install(temporary, size, logDir));
    const [small, large] = installations;
    if (!small || !large) throw new Error("at least two sizes are compared");
    const paths = await comparePaths(installations);
    const webMb = new Map<number, number | null>();
    for (const { web, size } of installations)
      webMb.set(size, web.pid === undefined ? null : await collectedMemoryMb(web.pid));
    const connection = await measureConnection(large, logDir);
    const signUp = await measureSignUp(small, logDir);
    const migrations = await measureMigrations(temporary.folder, large.databaseUrl, logDir);
    const provisioning = large.made.provisioning;
    const figures: Figures = { paths, webMb, connection, signUp, migrations, provisioning };
    await report(
      installations.map(({ size, cells }) => ({ size, cells })),
      figures,
      { docs: process.argv.includes("--write-docs") },
    );
  } finally {
    await Promise.all(installations.map((installation) => installation.remove()));
    await temporary.remove();
  }
}

/** How many tenants each of the installations has. */
function sizes(): number[] {
  const at = process.argv.indexOf("--sizes");
  if (at >= 0) return (process.argv[at + 1] ?? "").split(",").map(Number);
  return process.argv.includes("--full") ? [...SIZES, FULL_SIZE] : SIZES;
}

async function measureConnection(installation: Installation, logDir: string): Promise<ConnectionMemory> {
  const file = `${installation.madeFile}.memory`;
  await runScript({
    name: "touch-schemas",
    script: "bench/tenants/touch-schemas.ts",
    args: [installation.madeFile, file],
    env: { ...installation.env, DATABASE_POOL_SIZE: "1" },
    logDir,
    tailLines: 40,
  });
  return JSON.parse(readFileSync(file, "utf8")) as ConnectionMemory;
}

await main();
process.exit();
