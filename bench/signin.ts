import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import "../dev/localhost-lookup.mjs";
import { startTemporaryDatabase } from "../dev/database/temporary";
import { freePorts } from "../dev/environment/ports";
import { ensureBuild } from "../dev/stack/build";
import { Child } from "../dev/stack/child";
import { waitForHttp } from "../dev/stack/wait";
import { testEnvironment } from "../dev/vitest/environment";
import { median, round } from "./measure";
import { otherRequests, quantile, type Site, signInRound } from "./sign-in/load";
import { preparePeople } from "./sign-in/people";

const IN_FLIGHT = 8;
const PEOPLE = 64;
const ROUNDS = 5;
const SECONDS = 5;

type Figures = { signIns: number[]; bare: number[]; meanwhile: number[]; quiet: number[] };

/**
 * Bar 9 of performance.md: sign-ins over HTTP beside a process that compares the same hashes and does nothing else, in
 * alternating rounds; and what other requests wait meanwhile. Prints a table and, last, one line of JSON.
 */
async function main(): Promise<void> {
  const [port = 0] = await freePorts(1);
  const temporary = await startTemporaryDatabase();
  const rootUrl = `http://atrium.localhost:${port}`;
  const logDir = path.join(temporary.folder, "logs");
  let web: Child | undefined;
  let bare: ChildProcess | undefined;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  try {
    const env = {
      ...testEnvironment(temporary.database.url),
      PATH: process.env.PATH ?? "",
      ATRIUM_ROOT_URL: rootUrl,
      PORT: String(port),
      TRUSTED_PROXY_HOPS: "1",
      NEXT_TELEMETRY_DISABLED: "1",
    };
    console.log(`  product: ${await ensureBuild({ env, logDir })}`);
    const people = await preparePeople(temporary.database.url, rootUrl, PEOPLE);
    web = new Child({ name: "web", script: "server.mjs", env, logDir });
    await waitForHttp(`${rootUrl}/api/health`, web, 60_000);
    bare = fork("bench/sign-in/bare-hashes.ts", { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    const figures = await measure({ rootUrl, agent }, people, bare);
    report(figures);
  } finally {
    agent.destroy();
    bare?.kill();
    await web?.stop(5_000);
    const { closePools } = await import("@/lib/infra/database/pools");
    await closePools();
    await temporary.remove();
  }
}

async function measure(
  site: Site,
  people: Awaited<ReturnType<typeof preparePeople>>,
  bare: ChildProcess,
): Promise<Figures> {
  const figures: Figures = { signIns: [], bare: [], meanwhile: [], quiet: [] };
  await signInRound(site, people, { inFlight: IN_FLIGHT, seconds: SECONDS });
  await otherRequests(site, people.cookie, { seconds: 2 });
  for (let count = 0; count < ROUNDS; count += 1) {
    bare.send(SECONDS);
    const [rate] = (await once(bare, "message")) as [number];
    figures.bare.push(rate);
    figures.quiet.push(...(await otherRequests(site, people.cookie, { seconds: 3 })));
    const load = { inFlight: IN_FLIGHT, seconds: SECONDS };
    figures.signIns.push(await signInRound(site, people, load));
    // A round of its own: what asks besides takes its share of the cores.
    const signing = signInRound(site, people, load);
    figures.meanwhile.push(...(await otherRequests(site, people.cookie, { until: signing })));
    await signing;
  }
  return figures;
}

function report({ signIns, bare, meanwhile, quiet }: Figures): void {
  const ratio = round(median(signIns.map((rate, index) => rate / (bare[index] ?? Number.NaN))), 3);
  const quietP99 = quantile(quiet, 0.99);
  const worst = quantile(meanwhile, 1);
  const waits = round(worst / quietP99, 2);
  const table = [
    "| What                                 | Figure | Target | Reached |",
    "| ------------------------------------ | ------ | ------ | ------- |",
    row(`sign-ins a second, ${IN_FLIGHT} in flight`, round(median(signIns), 0), "", ""),
    row("bare hash comparisons a second", round(median(bare), 0), "", ""),
    row("the one / the other", ratio, "≥ 0.8", ratio >= 0.8 ? "yes" : "no"),
    row("other request, quiet, p99 in ms", round(quietP99, 1), "", ""),
    row("other request meanwhile, p99 in ms", round(quantile(meanwhile, 0.99), 1), "", ""),
    row("other request meanwhile, worst in ms", round(worst, 1), "", ""),
    row("worst meanwhile / quiet p99", waits, "≤ 3", waits <= 3 ? "yes" : "no"),
  ].join("\n");
  console.log(table);
  if (process.argv.includes("--write-docs")) writeDocs(table);
  console.log(
    JSON.stringify({
      bench: "signin",
      sign_ins_per_second: round(median(signIns), 1),
      bare_per_second: round(median(bare), 1),
      ratio,
      target_ratio: 0.8,
      quiet_p99_ms: round(quietP99, 1),
      worst_meanwhile_ms: round(worst, 1),
      wait_ratio: waits,
      target_wait_ratio: 3,
    }),
  );
}

function row(what: string, figure: number, target: string, reached: string): string {
  return `| ${what.padEnd(36)} | ${String(figure).padEnd(6)} | ${target.padEnd(6)} | ${reached.padEnd(7)} |`;
}

function writeDocs(table: string): void {
  const file = "docs/performance.md";
  const text = readFileSync(file, "utf8");
  const block = /(<!-- sign-in figures: begin[^\n]*-->\n)[\s\S]*?(\n<!-- sign-in figures: end -->)/;
  if (!block.test(text)) throw new Error(`${file} has no place for the figures`);
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(
    file,
    text.replace(
      block,
      (_match, begin: string, end: string) => `${begin}\n${date}, medians of one run.\n\n${table}\n${end}`,
    ),
  );
}

await main();
process.exit();
