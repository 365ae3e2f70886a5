import type { BrowserContext } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";
import { onHost, onRoot } from "./product";
import { signInAsStaff } from "./staff";

// Every page of the product, in both languages and both themes: no axe violation, no console error, no CSP report
// (Chromium writes those to the console, which fails a test), and nothing wider than a phone.

const PUBLIC = [
  "/",
  "/pricing",
  "/sign-in",
  "/sign-up",
  "/reset-password",
  "/docs/api",
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
  "/members/roles",
  "/billing",
  "/billing/cancelled",
  "/settings",
  "/settings/branding",
  "/settings/domains",
  "/settings/features",
  "/settings/api-keys",
  "/settings/security",
  "/settings/ip-allowlist",
  "/settings/isolation",
  "/settings/integrations",
  "/settings/exports",
  "/settings/data",
  "/profile",
];
const ADMIN = [
  "/",
  "/approvals",
  "/approvals?list=decided",
  "/feature-flags",
  "/migrations",
  "/settings",
  "/keys",
  "/audit",
  "/isolation",
  "/performance",
];
const LOOKS = [
  { locale: "en", theme: "light", width: 1280 },
  { locale: "nl", theme: "dark", width: 390 },
  { locale: "nl", theme: "light", width: 390 },
  { locale: "en", theme: "dark", width: 1280 },
] as const;
type Look = (typeof LOOKS)[number];

async function wear(context: BrowserContext, look: Look, host: string): Promise<void> {
  await context.addCookies([
    { name: "atrium.locale", value: look.locale, url: host },
    { name: "atrium.theme", value: look.theme, url: host },
  ]);
}

for (const look of LOOKS) {
  const name = `${look.locale}, ${look.theme}, ${look.width} px`;

  test(`public pages: ${name}`, async ({ page, context }) => {
    test.slow();
    await page.setViewportSize({ width: look.width, height: 844 });
    await wear(context, look, onRoot());
    for (const path of PUBLIC) await visit(page, onRoot(path), look);
  });

  test(`workspace pages: ${name}`, async ({ page, context }) => {
    test.slow();
    await page.goto(onRoot("/sign-in?to=acme"));
    await page.getByLabel("E-mail address").fill("anna@acme.example");
    await page.getByLabel("Password", { exact: true }).fill("welcome-to-atrium");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL((url) => url.href.startsWith(onHost("acme")));
    await page.setViewportSize({ width: look.width, height: 844 });
    await wear(context, look, onHost("acme"));
    for (const path of PORTAL) await visit(page, onHost("acme", path), look);
    await page.goto(onHost("acme", "/agents"));
    await page.getByRole("link", { name: "Kwartaalplan" }).click();
    await page.waitForURL(/\/agents\/[0-9a-f-]{36}/);
    await check(page, look);
    await wear(context, look, onRoot());
    for (const path of ["/workspaces", "/workspaces/keep", "/no-access?to=globex"])
      await visit(page, onRoot(path), look);
  });
}

test("back-office pages", async ({ page, context }) => {
  test.setTimeout(240_000);
  await signInAsStaff(page);
  for (const look of LOOKS) {
    await page.setViewportSize({ width: look.width, height: 844 });
    await wear(context, look, onHost("admin"));
    for (const path of ADMIN) await visit(page, onHost("admin", path), look);
    await page.goto(onHost("admin", "/?q=acme"));
    await page.getByRole("link", { name: "Acme" }).first().click();
    await page.waitForURL(/\/tenants\//);
    await check(page, look);
  }
});

type VisitedPage = Parameters<typeof expectAccessible>[0];

async function visit(page: VisitedPage, url: string, look: Look): Promise<void> {
  const response = await page.goto(url);
  expect(response?.status(), url).toBeLessThan(400);
  await check(page, look);
}

async function check(page: VisitedPage, look: Look): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(await page.locator("html").getAttribute("lang")).toBe(look.locale);
  expect(await page.locator("html").getAttribute("class")).toContain(look.theme);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${page.url()} is wider than its window`).toBeLessThanOrEqual(0);
  await expectAccessible(page);
}
