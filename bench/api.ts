import path from "node:path";
import "../dev/localhost-lookup.mjs";
import { startTemporaryDatabase } from "../dev/database/temporary";
import { freePorts } from "../dev/environment/ports";
import { ensureBuild } from "../dev/stack/build";
import { Child, runScript } from "../dev/stack/child";
import { testEnvironment } from "../dev/vitest/environment";
import { type Round, round, runRound, summarise, type Target } from "./measure";
import { type Prepared, prepareBench, readCounted } from "./prepare";

const CONNECTIONS = [16, 64];
const ROUNDS = 3;
const SECONDS_A_ROUND = 4;
const WARM_UP = 400;
const BARE = path.resolve("bench/bare");
const NEXT = path.resolve("node_modules/next/dist/bin/next");

/**
 * Bar 1 of performance.md: a keyed API call against a bare Next route with one query. Both run in this run, on the
 * same Node and database, in alternating rounds. Prints a table and, last, one line of JSON.
 */
async function main(): Promise<void> {
  const [webPort = 0, barePort = 0] = await freePorts(2);
  const temporary = await startTemporaryDatabase();
  const rootUrl = `http://atrium.localhost:${webPort}`;
  const logDir = path.join(temporary.folder, "logs");
  const children: Child[] = [];
  try {
    const databaseUrl = temporary.database.url;
    const env = {
      ...testEnvironment(databaseUrl),
      PATH: process.env.PATH ?? "",
      ATRIUM_ROOT_URL: rootUrl,
      PORT: String(webPort),
      DATABASE_POOL_SIZE: "10",
      BENCH_DATABASE_URL: databaseUrl,
      NEXT_TELEMETRY_DISABLED: "1",
    };
    console.log("Building the product and the bare application.");
    const say = (line: string) => console.log(`  ${line}`);
    console.log(`  product: ${await ensureBuild({ env, logDir })}`);
    await runScript({ name: "bare-build", script: NEXT, args: ["build", BARE], env, logDir, tailLines: 40 });
    const prepared = await prepareBench(databaseUrl, rootUrl);
    children.push(
      new Child({ name: "web", script: "server.mjs", env, logDir }),
      new Child({ name: "bare", script: NEXT, args: ["start", BARE, "-p", String(barePort)], env, logDir }),
    );
    const targets = targetsOf(prepared, rootUrl, barePort);
    for (const target of Object.values(targets)) await waitFor(target);
    await compare(targets, prepared, say);
  } finally {
    await Promise.all(children.map((child) => child.stop(5_000)));
    const { closePools } = await import("@/lib/infra/database/pools");
    await closePools();
    await temporary.remove();
  }
}

type Targets = { keyed: Target; bare: Target };

function targetsOf(prepared: Prepared, rootUrl: string, barePort: number): Targets {
  const from = new Date(Date.now() - 3_600_000).toISOString();
  return {
    keyed: {
      name: "keyed call",
      url: `${rootUrl}/api/v1/usage?interval=hour&from=${from}`,
      headers: { authorization: `Bearer ${prepared.key}` },
    },
    bare: {
      name: "bare route + 1 query",
      url: `http://127.0.0.1:${barePort}/api/bare?id=${prepared.itemId}`,
      headers: {},
    },
  };
}

async function compare(targets: Targets, prepared: Prepared, say: (line: string) => void): Promise<void> {
  const answers = { ok: 0 };
  const rounds = new Map<string, Round[]>();
  const measure = async (target: Target, connections: number, amount: number) => {
    const result = await runRound(target, connections, amount);
    if (result.failed > 0) throw new Error(`${target.name}: ${result.failed} answers failed`);
    if (target === targets.keyed) answers.ok += result.ok;
    return result;
  };
  for (const connections of CONNECTIONS) {
    const amounts = new Map<Target, number>();
    for (const target of Object.values(targets)) {
      await measure(target, connections, WARM_UP);
      const pace = await measure(target, connections, WARM_UP);
      amounts.set(target, Math.max(WARM_UP, Math.round(pace.requestsPerSecond * SECONDS_A_ROUND)));
    }
    for (let count = 0; count < ROUNDS; count += 1) {
      for (const target of Object.values(targets)) {
        const key = `${target.name}@${connections}`;
        rounds.set(key, [
          ...(rounds.get(key) ?? []),
          await measure(target, connections, amounts.get(target) ?? WARM_UP),
        ]);
      }
    }
  }
  const of = (target: Target, connections: number) =>
    summarise(rounds.get(`${target.name}@${connections}`) ?? []);
  say("connections  target                  req/s    p50 ms   p99 ms");
  for (const connections of CONNECTIONS) {
    for (const target of Object.values(targets)) {
      const { requestsPerSecond, p50Ms, p99Ms } = of(target, connections);
      const figures = [round(requestsPerSecond, 0), p50Ms, p99Ms]
        .map((figure) => String(figure).padStart(8))
        .join(" ");
      say(`${String(connections).padEnd(12)} ${target.name.padEnd(21)} ${figures}`);
    }
  }
  // Readiness was asked for with one keyed call as well.
  const counted = await readCounted(prepared);
  const expected = answers.ok + probes;
  const isExact = counted.used === expected && counted.events === expected && counted.hourly === expected;
  const ratio = (connections: number, figure: (result: Round) => number) =>
    round(figure(of(targets.keyed, connections)) / figure(of(targets.bare, connections)), 3);
  console.log(
    JSON.stringify({
      bench: "api",
      ratio_16: ratio(16, (result) => result.requestsPerSecond),
      ratio_64: ratio(64, (result) => result.requestsPerSecond),
      p99_ratio_16: ratio(16, (result) => result.p99Ms),
      p99_ratio_64: ratio(64, (result) => result.p99Ms),
      target_16: 0.8,
      target_64: 0.9,
      answers_2xx: expected,
      counted: counted.used,
      events: counted.events,
      rolled_up: counted.hourly,
      reserved_left: counted.reserved,
      counted_exactly: isExact && counted.reserved === 0,
    }),
  );
  if (!isExact) process.exitCode = 1;
}

let probes = 0;

/** Asks until the target answers 200; a keyed answer of that kind is counted like any other. */
async function waitFor(target: Target): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const response = await fetch(target.url, { headers: target.headers }).catch(() => null);
    if (response?.ok) {
      await response.text();
      if (target.name === "keyed call") probes += 1;
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${target.name} did not start`);
}

await main();
process.exit();
