import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { chromium } from "@playwright/test";
import { npmChromium } from "./npm-chromium";

const run = promisify(execFile);
const DOWNLOAD_TIMEOUT_MS = 150_000;
const INSTALL_TIMEOUT_MS = 300_000;

export const BROWSER_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const SYSTEM_PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

export type Browser = {
  /** Where it comes from, for the person who reads the log. */
  source: string;
  /** Undefined lets Playwright choose its own build. */
  executablePath: string | undefined;
  args: string[];
  env?: Record<string, string>;
};

type Candidate = {
  source: string;
  find: () => Promise<(Omit<Browser, "source" | "args"> & { args?: string[] }) | undefined>;
};

const CANDIDATES: Candidate[] = [
  { source: "PW_CHROMIUM", find: async () => existing(process.env.PW_CHROMIUM) },
  { source: "Playwright's own build", find: async () => ({ executablePath: undefined }) },
  { source: "this system", find: async () => existing(SYSTEM_PATHS.find(existsSync)) },
  { source: "Playwright's download", find: downloadOwn },
  { source: "this system's packages", find: installPackage },
  { source: "npm package @sparticuz/chromium", find: npmChromium },
];

/**
 * Finds a Chromium that really starts, from what is there to what must be fetched.
 * @throws Error that says what to install when nothing works.
 */
export async function resolveBrowser(log: (line: string) => void): Promise<Browser> {
  for (const { source, find } of CANDIDATES) {
    const found = await find().catch(() => undefined);
    if (!found) continue;
    const browser = { source, ...found, args: [...BROWSER_ARGS, ...(found.args ?? [])] };
    const problem = await launchProblem(browser);
    if (!problem) return browser;
    if (found.executablePath) log(`${found.executablePath} does not start: ${problem}`);
  }
  throw new Error(
    "No Chromium was found. Run `npx playwright install --with-deps chromium`, install Chromium or Chrome, " +
      "or set PW_CHROMIUM to its path.",
  );
}

function existing(executablePath: string | undefined) {
  return executablePath && existsSync(executablePath) ? { executablePath } : undefined;
}

async function launchProblem({ executablePath, args, env }: Browser): Promise<string | undefined> {
  try {
    const browser = await chromium.launch({ executablePath, args, env, timeout: 20_000 });
    await browser.close();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split("\n")[0] : String(error);
  }
}

async function downloadOwn() {
  const cli = "node_modules/@playwright/test/cli.js";
  await run(process.execPath, [cli, "install", "chromium"], { timeout: DOWNLOAD_TIMEOUT_MS });
  return { executablePath: undefined };
}

/** Debian and its kin ship Chromium as a package; installing it needs root. */
async function installPackage() {
  const release = await readFile("/etc/os-release", "utf8");
  if (process.getuid?.() !== 0 || !/^ID=debian|^ID_LIKE=.*debian/m.test(release)) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-q"], { timeout: INSTALL_TIMEOUT_MS, env });
  const flags = ["install", "-y", "-q", "--no-install-recommends"];
  await run("apt-get", [...flags, "chromium"], { timeout: INSTALL_TIMEOUT_MS, env });
  return existing(SYSTEM_PATHS.find(existsSync));
}
