import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { cp } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, resolveBrowser } from "../browser/resolve";
import { createDatabase, urlWithDatabase } from "../database/provision";
import { freePorts } from "../environment/ports";
import { type LocalEnvironment, localEnvironment } from "../local-env";
import { Progress, type Step } from "../stack/progress";
import { Stack } from "../stack/stack";
import { testEnvironment } from "../vitest/environment";
import { environmentForTests } from "./product-environment";
import { failureOf, runTool, type TestRun, withFailure } from "./tools";

const REPORT = path.resolve("reports/e2e.json");

export type EndToEndOptions = {
  /** A server for the product's database; restarted by tests that want to see that. */
  server: { superUrl: string; ownerUrl: string; dataDir: string | undefined };
  /** Holds data and logs of the product under test. */
  folder: string;
  /** For Playwright: filters and flags. */
  args: string[];
  step: Step;
  say: (line: string) => void;
};

/** Starts a whole Atrium of its own, runs Playwright against it and stops it. */
export async function runEndToEnd(options: EndToEndOptions): Promise<TestRun> {
  const { server, folder, step } = options;
  const browser = await findBrowser(options);
  const name = `atrium_e2e_${randomBytes(4).toString("hex")}`;
  await createDatabase(server.superUrl, name);
  const stack = await makeStack(folder, urlWithDatabase(server.ownerUrl, name), step);
  try {
    await stack.start();
    void stack.failed.then((reason) => options.say(`    ${reason}`));
    return await runPlaywright(options, testedAddresses(stack.local, browser, server.dataDir));
  } finally {
    await stack.stop();
    await cp(path.join(folder, "logs"), "reports/e2e-logs", { recursive: true, force: true }).catch(() => {});
  }
}

/** Runs Playwright against the product that `npm start` or `npm run dev` has running. */
export async function runAgainst(
  local: LocalEnvironment,
  options: Pick<EndToEndOptions, "args" | "step" | "say">,
): Promise<TestRun> {
  const browser = await findBrowser(options);
  const databaseDir = local.standIns.database ? path.join(local.dataDir, "database") : undefined;
  return runPlaywright(options, testedAddresses(local, browser, databaseDir));
}

async function findBrowser({ step, say }: Pick<EndToEndOptions, "step" | "say">): Promise<Browser> {
  step.detail("looking for a browser");
  const browser = await resolveBrowser(say);
  say(`    Browser: ${browser.executablePath ?? "chromium"} (${browser.source})`);
  return browser;
}

async function runPlaywright(
  { args, step, say }: Pick<EndToEndOptions, "args" | "step" | "say">,
  addresses: Record<string, string>,
): Promise<TestRun> {
  rmSync(REPORT, { force: true });
  const lookup = pathToFileURL(path.resolve("dev/localhost-lookup.mjs")).href;
  const env = { ...addresses, NODE_OPTIONS: `--import ${lookup}` };
  const error = await failureOf(runTool("e2e", "playwright", ["test", ...args], step, env));
  const { flaky, ...counts } = readReport();
  for (const title of flaky) say(`    Passed only at the second attempt: ${title}`);
  return { ...withFailure(counts, error), error };
}

async function makeStack(folder: string, databaseUrl: string, step: Step): Promise<Stack> {
  const [web = 0, postgres = 0, smtp = 0, mailbox = 0, stripe = 0, social = 0, dns = 0] = await freePorts(7);
  const flags = {
    ports: { web, postgres, smtp, mailbox, stripe, social },
    portOffset: 0,
    cells: [],
    dataDir: folder,
    dev: false,
    yes: false,
    rest: [],
  };
  // Roles belong to the whole server, so their secret is the one that the integration tests used.
  const { DATABASE_ROLES_SECRET } = testEnvironment(databaseUrl);
  const given = {
    ...environmentForTests(),
    DATABASE_URL: databaseUrl,
    DATABASE_ROLES_SECRET,
    // Identity providers of a test run on this machine, and so does the name server that proves their domains.
    OUTGOING_TEST_HOSTS: "127.0.0.1:*",
    DNS_SERVERS: `127.0.0.1:${dns}`,
  };
  const local = localEnvironment(flags, given);
  return new Stack({
    local,
    progress: new Progress((name) => step.detail(`starting: ${name}`)),
    dev: false,
    seed: "demo",
  });
}

/** What fixtures need to find the product under test. */
function testedAddresses(local: LocalEnvironment, browser: Browser, databaseDir: string | undefined) {
  const { rootUrl, ports, env, dataDir } = local;
  return {
    E2E_BASE: rootUrl,
    E2E_MAILBOX: `http://127.0.0.1:${ports.mailbox}`,
    E2E_STRIPE: `http://127.0.0.1:${ports.stripe}`,
    E2E_DATA: dataDir,
    E2E_DNS_PORT: env.DNS_SERVERS?.split(":").at(-1) ?? "",
    E2E_DATABASE_URL: env.DATABASE_URL ?? "",
    E2E_DATABASE_DIR: databaseDir ?? "",
    E2E_REPORT: REPORT,
    // For scripts of the project that a test runs, such as admin:create.
    E2E_ENV: JSON.stringify(env),
    E2E_BROWSER: JSON.stringify({
      executablePath: browser.executablePath,
      args: browser.args,
      env: browser.env,
    }),
  };
}

type Suite = { specs?: { title: string; file: string; tests: { status: string }[] }[]; suites?: Suite[] };

function readReport(): Pick<TestRun, "passed" | "failed"> & { flaky: string[] } {
  if (!existsSync(REPORT)) return { passed: 0, failed: 0, flaky: [] };
  const { stats, suites } = JSON.parse(readFileSync(REPORT, "utf8")) as {
    stats: { expected: number; unexpected: number; flaky: number };
    suites: Suite[];
  };
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    flaky: suites.flatMap(flakyTitles),
  };
}

function flakyTitles({ specs = [], suites = [] }: Suite): string[] {
  const own = specs.filter(({ tests }) => tests.some(({ status }) => status === "flaky"));
  return [...own.map(({ file, title }) => `${file} › ${title}`), ...suites.flatMap(flakyTitles)];
}
