import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createDatabase, urlWithDatabase, withClient } from "../dev/database/provision";
import { startTemporaryDatabase, type TemporaryDatabase } from "../dev/database/temporary";
import { freePorts } from "../dev/environment/ports";
import { ensureBuild } from "../dev/stack/build";
import { Child, runScript } from "../dev/stack/child";
import { testEnvironment } from "../dev/vitest/environment";
import { median, round } from "./measure";
import { type LoadResult, runLoad } from "./tenants/load";
import { largestConnectionMb, privateMemoryMb } from "./tenants/memory";
import { measureMigrations } from "./tenants/migrations";
import { PATHS, type Path } from "./tenants/paths";
import { measureSignUp } from "./tenants/sign-up";
import type { Made } from "./tenants/world";

const SIZES = { few: 10, many: 1_000 };
const ROUNDS = 3;
const SECONDS_A_ROUND = 3;
const WARM_UP = 200;
const CONNECTIONS_A_POOL = 10;

type Installation = {
  size: number;
  port: number;
  rootHost: string;
  databaseUrl: string;
  made: Made;
  web: Child;
};

/**
 * Bars 5 to 8 of performance.md: the same calls against an installation of 10 tenants and one of 1,000, in turns and
 * on one PostgreSQL. Prints a table and, last, one line of JSON.
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
    if (!small || !large) throw new Error("two sizes are compared");
    const paths = await comparePaths(installations);
    const memory = await measureMemory(installations);
    const signUp = await measureSignUp(small, logDir);
    const migrations = await measureMigrations(temporary.folder, large.databaseUrl, logDir);
    report({ small, large, paths, memory, signUp, migrations });
  } finally {
    await Promise.all(installations.map(({ web }) => web.stop(5_000)));
    await temporary.remove();
  }
}

/** `--sizes 10,1000`: how many tenants each of the two installations has. */
function sizes(): [number, number] {
  const at = process.argv.indexOf("--sizes");
  if (at < 0) return [SIZES.few, SIZES.many];
  const [few = SIZES.few, many = SIZES.many] = (process.argv[at + 1] ?? "").split(",").map(Number);
  return [few, many];
}

/** A database of its own on the one server, filled through the product, and a web process over it. */
async function install(temporary: TemporaryDatabase, size: number, logDir: string): Promise<Installation> {
  const [port = 0] = await freePorts(1);
  const name = `bench_${size}`;
  await createDatabase(temporary.database.superUrl, name);
  const databaseUrl = urlWithDatabase(temporary.database.url, name);
  const rootHost = `atrium.localhost:${port}`;
  const env = {
    ...testEnvironment(databaseUrl),
    PATH: process.env.PATH ?? "",
    ATRIUM_ROOT_URL: `http://${rootHost}`,
    PORT: String(port),
    DATABASE_POOL_SIZE: String(CONNECTIONS_A_POOL),
    TRUSTED_PROXY_HOPS: "1",
  };
  const file = path.join(temporary.folder, `${name}.json`);
  const startedAt = performance.now();
  await runScript({
    name: `make-${size}`,
    script: "bench/tenants/make-world.ts",
    args: [String(size), String(port), file],
    env,
    logDir,
    onLine: (line) => console.log(`  ${line}`),
  });
  console.log(`${size} tenants made in ${round((performance.now() - startedAt) / 1000, 1)} s.`);
  const made = JSON.parse(readFileSync(file, "utf8")) as Made;
  const web = new Child({ name: `web-${size}`, script: "server.mjs", env, logDir });
  await waitFor(port, rootHost);
  return { size, port, rootHost, databaseUrl, made, web };
}

async function waitFor(port: number, host: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const call = { method: "GET" as const, path: "/api/health", headers: { host } };
    if (await runLoad(port, 1, 1, () => call).catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`the installation on port ${port} did not start`);
}

type Compared = { path: Path; results: Map<number, LoadResult> };

async function comparePaths(installations: readonly Installation[]): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const path of PATHS) {
    const amounts = new Map<Installation, number>();
    for (const installation of installations) {
      await call(installation, path, WARM_UP);
      const pace = await call(installation, path, WARM_UP);
      amounts.set(installation, Math.max(WARM_UP, Math.round(pace.requestsPerSecond * SECONDS_A_ROUND)));
    }
    const rounds = new Map<number, LoadResult[]>();
    for (let count = 0; count < ROUNDS; count += 1) {
      for (const installation of installations) {
        const result = await call(installation, path, amounts.get(installation) ?? WARM_UP);
        rounds.set(installation.size, [...(rounds.get(installation.size) ?? []), result]);
      }
    }
    const results = new Map([...rounds].map(([size, all]) => [size, summarise(all)]));
    compared.push({ path, results });
    console.log(`  ${path.name} measured`);
  }
  return compared;
}

function call({ made, port, rootHost }: Installation, path: Path, amount: number): Promise<LoadResult> {
  // A stride that shares no factor with any size visits every tenant before one comes again.
  const stride = 7;
  let at = 0;
  return runLoad(port, path.lanes, amount, () => {
    at += stride;
    const tenant = made.tenants[at % made.tenants.length];
    if (!tenant) throw new Error("an installation without tenants");
    return path.call(tenant, rootHost);
  });
}

function summarise(rounds: readonly LoadResult[]): LoadResult {
  return {
    requestsPerSecond: median(rounds.map((result) => result.requestsPerSecond)),
    p50Ms: median(rounds.map((result) => result.p50Ms)),
    p99Ms: median(rounds.map((result) => result.p99Ms)),
  };
}

type Memory = { webMb: number | null; connectionMb: number | null };

async function measureMemory(installations: readonly Installation[]): Promise<Memory[]> {
  return Promise.all(
    installations.map(async ({ web, databaseUrl }) => ({
      webMb: web.pid === undefined ? null : await privateMemoryMb(web.pid),
      connectionMb: await withClient(databaseUrl, largestConnectionMb),
    })),
  );
}

function report(all: {
  small: Installation;
  large: Installation;
  paths: Compared[];
  memory: Memory[];
  signUp: { productMs: number; bareMs: number };
  migrations: { productMs: number; bareMs: number; lockP99Ms: number };
}): void {
  const { small, large, paths, memory, signUp, migrations } = all;
  console.log(
    `\npath            kind     ${small.size} tenants: req/s  p99 ms   ${large.size} tenants: req/s  p99 ms   ratio`,
  );
  const ratios: Record<string, number> = {};
  for (const { path, results } of paths) {
    const few = results.get(small.size);
    const many = results.get(large.size);
    if (!few || !many) continue;
    const ratio = round(many.requestsPerSecond / few.requestsPerSecond, 3);
    ratios[path.name] = ratio;
    const figures = [few, many].map(
      (result) =>
        `${String(round(result.requestsPerSecond, 0)).padStart(20)} ${String(round(result.p99Ms, 1)).padStart(7)}`,
    );
    console.log(
      `${path.name.padEnd(15)} ${path.kind.padEnd(6)} ${figures.join("  ")} ${String(ratio).padStart(9)}`,
    );
  }
  const ofKind = (kind: Path["kind"]) =>
    Math.min(...paths.filter(({ path }) => path.kind === kind).map(({ path }) => ratios[path.name] ?? 0));
  const [fewMemory, manyMemory] = memory;
  const growth = fewMemory?.webMb && manyMemory?.webMb ? round(manyMemory.webMb / fewMemory.webMb, 2) : null;
  console.log(
    JSON.stringify({
      bench: "tenants",
      sizes: [small.size, large.size],
      ratios,
      row_cost: round(1 / ofKind("row"), 3),
      row_cost_target: 1.1,
      schema_ratio: ofKind("schema"),
      schema_ratio_target: 0.6,
      web_memory_growth: growth,
      web_memory_growth_target: 1.2,
      connection_mb: manyMemory?.connectionMb ? round(manyMemory.connectionMb, 1) : null,
      connection_mb_target: 64,
      provisioning_ratio: round(median(large.made.provisioningMs) / median(large.made.bareMs), 2),
      provisioning_ratio_target: 2,
      sign_up_ratio: round(signUp.productMs / signUp.bareMs, 2),
      sign_up_ratio_target: 2,
      migration_ratio: round(migrations.productMs / migrations.bareMs, 2),
      migration_ratio_target: 3,
      migration_lock_p99_ms: round(migrations.lockP99Ms, 1),
      migration_lock_target_ms: 10,
    }),
  );
}

await main();
process.exit();
