import type { BrowserContext, Page } from "@playwright/test";
import { enterCredentials } from "./credentials";
import { awake, expect, expectAccessible, expectContrast, test, untilAwake } from "./fixtures";
import { onHost, onRoot } from "./product";
import { createSuperAdmin, enrol } from "./staff";

// Every page of the product, in both languages and both themes: no axe violation, no console error, no CSP report
// (Chromium writes those to the console, which fails a test), and nothing wider than a phone.
// English is seen on a screen and Dutch on a phone; each is loaded in one theme and then repainted in the other, where
// only contrast can differ.

const PUBLIC = [
  "/",
  "/pricing",
  "/sign-in",
  "/sign-up",
  "/reset-password",
  "/unlock",
  "/not-me",
  "/confirm-email",
  "/undo-email",
  "/keep-account",
  "/lost-access",
  "/docs/api",
  "/invitations/accept",
  "/invitations/join",
  "/unknown-workspace",
];
const PORTAL = [
  "/",
  "/agents",
  "/usage",
  "/analytics",
  "/analytics?range=12m",
  "/members",
  "/members/invitations",
  "/members/invitations/import",
  "/members/roles",
  "/members/roles/new",
  "/members/requests",
  "/billing",
  "/billing/cancelled",
  "/sso-setup",
  "/profile",
];
const SETTINGS = [
  "/settings",
  "/settings/branding",
  "/settings/domains",
  "/settings/features",
  "/settings/api-keys",
  "/settings/service-accounts",
  "/profile/tokens",
  "/settings/access",
  "/settings/security",
  "/settings/single-sign-on",
  "/settings/ip-allowlist",
  "/settings/support",
  "/settings/isolation",
  "/settings/integrations",
  "/settings/exports",
  "/settings/data",
];
const ADMIN = [
  "/",
  "/support",
  "/approvals",
  "/approvals?list=decided",
  "/feature-flags",
  "/migrations",
  "/settings",
  "/keys",
  "/audit",
  "/isolation",
  "/performance",
  "/profile",
];
const LOOKS = [
  { locale: "en", theme: "light", other: "dark", width: 1280 },
  { locale: "nl", theme: "dark", other: "light", width: 390 },
] as const;
type Look = (typeof LOOKS)[number];

// The tests share nothing, and this is the longest file: both workers take their share of it.
test.describe.configure({ mode: "parallel" });

for (const look of LOOKS) {
  const name = `${look.locale}, ${look.width} px`;

  test(`public pages: ${name}`, async ({ page, context }) => {
    test.slow();
    await wear(page, look);
    await dress(context, look, onRoot());
    for (const path of PUBLIC) await visit(page, onRoot(path), look);
  });

  test(`workspace pages: ${name}`, async ({ page, context }) => {
    test.slow();
    await signInAsAnna(page);
    await wear(page, look);
    await dress(context, look, onHost("acme"));
    for (const path of PORTAL) await visit(page, onHost("acme", path), look);
    await page.goto(onHost("acme", "/agents"));
    await page.getByRole("link", { name: "Kwartaalplan" }).click();
    await page.waitForURL(/\/agents\/[0-9a-f-]{36}/);
    await check(page, look);
    await dress(context, look, onRoot());
    for (const path of ["/workspaces", "/profile", "/workspaces/keep", "/no-access?to=globex"])
      await visit(page, onRoot(path), look);
  });

  test(`settings: ${name}`, async ({ page, context }) => {
    test.slow();
    await signInAsAnna(page);
    await wear(page, look);
    await dress(context, look, onHost("acme"));
    for (const path of SETTINGS) await visit(page, onHost("acme", path), look);
  });

  test(`back-office: ${name}`, async ({ page, context }) => {
    test.slow();
    await enrol(awake(page), await createSuperAdmin());
    await wear(page, look);
    await dress(context, look, onHost("admin"));
    for (const path of ADMIN) await visit(page, onHost("admin", path), look);
    await page.goto(onHost("admin", "/?q=acme"));
    await page.getByRole("link", { name: "Acme" }).first().click();
    await page.waitForURL(/\/tenants\//);
    await check(page, look);
    await visit(page, `${page.url()}/analytics`, look);
  });
}

test("control: a picture without words and a pale text are found", async ({ page }) => {
  await page.setContent(
    "<html lang='en'><title>Control</title><main><h1>Control</h1><img src='data:,'><p style='color: #777; background: #888'>Pale</p></main>",
  );
  await expect(expectAccessible(page)).rejects.toThrow(/image-alt/);
  await expect(expectContrast(page)).rejects.toThrow(/color-contrast/);
});

async function signInAsAnna(page: Page): Promise<void> {
  await page.goto(onRoot("/sign-in?to=acme"));
  await enterCredentials(page, "anna@acme.example", "welcome-to-atrium");
  await page.waitForURL((url) => url.href.startsWith(onHost("acme")));
  await untilAwake(page);
}

async function wear(page: Page, look: Look): Promise<void> {
  await page.setViewportSize({ width: look.width, height: 844 });
}

async function dress(context: BrowserContext, look: Look, host: string): Promise<void> {
  await context.addCookies([
    { name: "atrium.locale", value: look.locale, url: host },
    { name: "atrium.theme", value: look.theme, url: host },
  ]);
}

async function visit(page: Page, url: string, look: Look): Promise<void> {
  const response = await page.goto(url);
  expect(response?.status(), url).toBeLessThan(400);
  await check(page, look);
}

async function check(page: Page, look: Look): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
  const html = page.locator("html");
  expect(await html.getAttribute("lang")).toBe(look.locale);
  expect(await html.getAttribute("class")).toContain(look.theme);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${page.url()} is wider than its window`).toBeLessThanOrEqual(0);
  await expectAccessible(page);
  await html.evaluate((root, { theme, other }) => root.classList.replace(theme, other), look);
  await expectContrast(page);
}
