import { readFileSync } from "node:fs";
import path from "node:path";
import { createDatabase, urlWithDatabase } from "../../dev/database/provision";
import { startTemporaryDatabase, type TemporaryDatabase } from "../../dev/database/temporary";
import { freePorts } from "../../dev/environment/ports";
import { Child, runScript } from "../../dev/stack/child";
import { testEnvironment } from "../../dev/vitest/environment";
import { round } from "../measure";
import { runLoad } from "./load";
import { COLLECTABLE } from "./memory";
import type { Made } from "./world";

const CONNECTIONS_A_POOL = 10;
/** About a thousand schemas a cell (docs/decisions/009). */
const TENANTS_A_CELL = 1_000;

export type Installation = {
  size: number;
  cells: number;
  port: number;
  rootHost: string;
  databaseUrl: string;
  env: Record<string, string>;
  made: Made;
  madeFile: string;
  web: Child;
  remove: () => Promise<void>;
};

/**
 * A database of its own on the one server (and a server for each cell beyond the first), filled through the product,
 * and a web process over it.
 */
export async function install(
  temporary: TemporaryDatabase,
  size: number,
  logDir: string,
): Promise<Installation> {
  const [port = 0] = await freePorts(1);
  const name = `bench_${size}`;
  await createDatabase(temporary.database.superUrl, name);
  const databaseUrl = urlWithDatabase(temporary.database.url, name);
  const others = await startCells(Math.ceil(size / TENANTS_A_CELL) - 1);
  const supers = {
    main: urlWithDatabase(temporary.database.superUrl, name),
    ...mapValues(others, ({ database }) => urlWithDatabase(database.superUrl, nameOf(database.url))),
  };
  const rootHost = `atrium.localhost:${port}`;
  const env = {
    ...testEnvironment(databaseUrl),
    PATH: process.env.PATH ?? "",
    ATRIUM_ROOT_URL: `http://${rootHost}`,
    PORT: String(port),
    DATABASE_POOL_SIZE: String(CONNECTIONS_A_POOL),
    TRUSTED_PROXY_HOPS: "1",
    CELLS: JSON.stringify(mapValues(others, ({ database }) => database.url)),
  };
  const madeFile = path.join(temporary.folder, `${name}.json`);
  const startedAt = performance.now();
  await runScript({
    name: `make-${size}`,
    script: "bench/tenants/make-world.ts",
    args: [String(size), String(port), madeFile],
    env: { ...env, BENCH_SUPER_URLS: JSON.stringify(supers) },
    logDir,
    onLine: (line) => console.log(`  ${line}`),
  });
  const cells = others.size + 1;
  const seconds = round((performance.now() - startedAt) / 1000, 1);
  console.log(`${size} tenants in ${cells} cell(s) made in ${seconds} s.`);
  const made = JSON.parse(readFileSync(madeFile, "utf8")) as Made;
  const web = new Child({
    name: `web-${size}`,
    script: "server.mjs",
    env: { ...env, NODE_OPTIONS: COLLECTABLE },
    logDir,
  });
  await waitFor(web, port, rootHost);
  const remove = async () => {
    await web.stop(5_000);
    await Promise.all([...others.values()].map((cell) => cell.remove()));
  };
  return { size, cells, port, rootHost, databaseUrl, env, made, madeFile, web, remove };
}

async function startCells(count: number): Promise<Map<string, TemporaryDatabase>> {
  const cells = new Map<string, TemporaryDatabase>();
  for (let n = 1; n <= count; n += 1) cells.set(`cell${n}`, await startTemporaryDatabase());
  return cells;
}

function mapValues<T>(map: ReadonlyMap<string, T>, value: (item: T) => string): Record<string, string> {
  return Object.fromEntries([...map].map(([key, item]) => [key, value(item)]));
}

const nameOf = (url: string) => new URL(url).pathname.slice(1);

/** Its first answer; before that it proves the catalogue of every cell. */
async function waitFor(web: Child, port: number, host: string): Promise<void> {
  const startedAt = Date.now();
  const deadline = startedAt + 120_000;
  while (Date.now() < deadline) {
    const call = { method: "GET" as const, path: "/api/health", headers: { host } };
    if (await runLoad(port, 1, 1, () => call).catch(() => null)) {
      console.log(`  the web process answers after ${round((Date.now() - startedAt) / 1000, 1)} s`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`the installation on port ${port} did not start:\n${web.tail}`);
}
