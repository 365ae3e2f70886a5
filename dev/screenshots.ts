import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright";
import { LOCALE_COOKIE } from "../lib/core/locale";
import { resolveBrowser } from "./browser/resolve";
import { parseFlags } from "./environment/flags";
import { localEnvironment } from "./local-env";
import { readRunning } from "./stack/running";

// `npm run screenshots`: pictures of the running `npm start` with its demo data, for the README and for looking at.
const flags = parseFlags(process.argv.slice(2));
const running = readRunning(flags.dataDir);
if (!running) throw new Error("Start Atrium first: npm start");
const local = localEnvironment({ ...flags, ports: running.ports, portOffset: 0 });
const folder = process.env.SCREENSHOTS ?? "docs/images";
const everything = process.env.SCREENSHOTS !== undefined;

const PUBLIC_PAGES = ["/", "/pricing", "/sign-in", "/sign-up", "/docs/api"];
const PORTAL_PAGES = [
  "/",
  "/agents",
  "/members",
  "/usage",
  "/analytics",
  "/billing",
  "/settings",
  "/settings/branding",
  "/settings/security",
  "/settings/isolation",
  "/settings/api-keys",
  "/settings/service-accounts",
  "/profile/tokens",
  "/profile",
];
/** What the README shows. */
const CHOSEN = new Set([
  "portal-overview-light-1280",
  "portal-usage-dark-1280",
  "portal-billing-light-1280",
  "portal-settings-branding-light-1280",
  "portal-settings-isolation-dark-1280",
]);

type Theme = "light" | "dark";

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const found = await resolveBrowser(console.log);
  const browser = await chromium.launch({ executablePath: found.executablePath, args: found.args });
  try {
    for (const theme of ["light", "dark"] as const) {
      for (const width of [1280, 390]) await takeAll(browser, theme, width);
    }
  } finally {
    await browser.close();
  }
}

async function takeAll(browser: Browser, theme: Theme, width: number): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height: width === 390 ? 844 : 800 },
    colorScheme: theme,
  });
  const page = await context.newPage();
  const suffix = `${theme}-${width}`;
  if (everything) {
    for (const path of PUBLIC_PAGES) await take(page, local.rootUrl + path, `site-${nameOf(path)}-${suffix}`);
  }
  await signIn(context, page);
  const portal = local.rootUrl.replace("://", "://acme.");
  await context.addCookies([{ name: LOCALE_COOKIE, value: "en", url: portal }]);
  for (const path of PORTAL_PAGES) {
    const name = `portal-${nameOf(path)}-${suffix}`;
    if (everything || CHOSEN.has(name)) await take(page, portal + path, name);
  }
  await context.close();
}

async function signIn(context: BrowserContext, page: Page): Promise<void> {
  await page.goto(`${local.rootUrl}/sign-in?to=acme`);
  await page.getByLabel(/e-mail/i).fill("anna@acme.example");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel("Password", { exact: true }).fill("welcome-to-atrium");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(/acme\./, { timeout: 20_000 });
  await context.storageState();
}

async function take(page: Page, url: string, name: string): Promise<void> {
  await page.goto(url, { waitUntil: "networkidle" });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: everything });
  console.log(`${name}.png`);
}

function nameOf(path: string): string {
  return path === "/" ? "overview" : path.slice(1).replaceAll("/", "-");
}

await main();
