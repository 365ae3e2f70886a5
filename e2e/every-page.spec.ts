import { type BrowserContext, type Page, test as plain } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { arrange } from "./arrange";
import { enterCredentials } from "./credentials";
import { awake, expect, expectAccessible, test, untilAwake } from "./fixtures";
import { PAGES } from "./pages";
import { onHost, onRoot } from "./product";
import { type E2eWorkspace, makeWorkspace, signIn } from "./workspace";

// Every page of the product (pages.ts), in both languages, wide and narrow: no axe violation, no console error, no CSP
// report (Chromium writes those to the console, which fails a test), and nothing wider than its window. The theme changes
// from page to page, the other way round in the other language, so that each part is seen in both on both screens.

const LOOKS = [
  { locale: "en", themes: ["light", "dark"], width: 1280 },
  { locale: "nl", themes: ["dark", "light"], width: 390 },
] as const;
const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const ID = "[0-9a-f-]{36}";

// The tests share nothing, and this is the longest file: both workers take their share of it.
test.describe.configure({ mode: "parallel" });

test("public pages", async ({ page }) => {
  test.slow();
  await see(page, onRoot, PAGES.public);
});

test("workspace pages", async ({ page }) => {
  test.slow();
  await signInAsAnna(page);
  const at = (path: string) => onHost("acme", path);
  await page.goto(at("/agents"));
  const agent = (await page.getByRole("link", { name: "Kwartaalplan" }).getAttribute("href")) ?? "";
  const { data } = await call<{ data: { id: string; key: string }[] }>(page, "GET", "/api/v1/roles");
  const role = data.find(({ key }) => key === "developer")?.id ?? "";
  const { id: team } = await call<{ id: string }>(page, "POST", "/api/v1/teams", {
    name: `Sales ${Date.now()}`,
  });
  await call(page, "POST", `/api/v1/teams/${team}/roles`, { role: "viewer", inherit: true });
  await call(page, "POST", "/api/v1/teams", { name: "North", parent_id: team });
  await see(page, at, PAGES.portal, (path) => {
    if (path.startsWith("/agents")) return path.replace(/\/agents\/\[id\]/, agent);
    return path.replace("[id]", path.startsWith("/teams") ? team : role);
  });
  await see(page, onRoot, PAGES.person);
});

test("settings", async ({ page }) => {
  test.slow();
  await signInAsAnna(page);
  await see(page, (path) => onHost("acme", path), PAGES.settings);
});

test("back-office", async ({ page }) => {
  test.slow();
  const at = (path: string) => onHost("admin", path);
  await enter(page, await arrange("make-staff", SECRET), "admin");
  await page.waitForURL((url) => url.href.startsWith(at("/")));
  await page.goto(at("/?q=acme"));
  await page.getByRole("link", { name: "Acme" }).first().click();
  await page.waitForURL(new RegExp(`/tenants/${ID}$`));
  const { pathname } = new URL(page.url());
  const support = page.getByRole("link", { name: /^See as: / }).first();
  const start = (await support.getAttribute("href")) ?? "";
  await see(page, at, PAGES.admin, (path) =>
    path === "/support/new" ? start : path.replace("/tenants/[id]", pathname),
  );
});

test("pages of one provider, pages that are shut, and pages on the way in", async ({ page, browser }) => {
  test.slow();
  const workspace = await makeWorkspace();
  const { id, slug, accountId, owner, viewer } = workspace;
  const at = (path: string) => onHost(slug, path);
  await signIn(page, workspace, owner);
  // On Free a provider of one's own is refused, which leaves a receipt.
  const wish = { kind: "oidc", preset: "other", name: "Our login" };
  const { receipt } = await call<{ receipt: string }>(page, "POST", "/api/v1/sso-connections", wish);
  const domain = `${slug}.acme-people.com`;
  const connection = await arrange<string>("make-scim-workspace", id, accountId, domain, `mia@${domain}`);
  await call(page, "PUT", `/api/v1/sso-connections/${connection}/directory`, { enabled: true });
  await see(page, at, PAGES.enterprise, (path) =>
    path === "/decisions/[id]" ? receipt : path.replace("[id]", connection),
  );

  // Without a fresh proof another address is refused, which is nobody's business but the person's.
  await arrange("age-sessions", owner);
  const { receipt: why } = await call<{ receipt: string }>(page, "PUT", "/api/v1/me/email", {
    email: `new-${slug}@example.test`,
  });
  await see(page, onRoot, PAGES.own, () => new URL(why).pathname);
  await page.goto(at("/"));

  await arrange(
    "set-policy",
    id,
    JSON.stringify({ mfa: { required: true, grace_days: 0 }, mfa_since: "2026-01-01T00:00:00Z" }),
  );
  await see(page, at, ["/access-restricted"]);
  await arrange("add-authenticator", viewer, SECRET);
  const door = awake(await (await browser.newContext({ locale: "en-GB" })).newPage());
  await seeHalfway(door, workspace);
  await door.context().close();

  await arrange("set-policy", id, "{}");
  await arrange("suspend-workspace", id);
  await see(page, at, ["/unavailable"]);
});

test("control: a picture without words and a pale text are found", async ({ page }) => {
  await page.setContent(
    "<html lang='en'><title>Control</title><main><h1>Control</h1><img src='data:,'><p style='color: #777; background: #888'>Pale</p></main>",
  );
  const found = await expectAccessible(page).then(
    () => "nothing",
    (error: Error) => error.message,
  );
  expect(found).toContain("image-alt");
  expect(found).toContain("color-contrast");
});

/** Each of these with a flow that has begun: a sign-up, a first step, and the first step of who has no second yet. */
async function seeHalfway(page: Page, { owner, viewer, password, slug }: E2eWorkspace): Promise<void> {
  const [verify, code, lost, authenticator] = PAGES.halfway;
  await page.goto(onRoot("/"));
  const names = { first_name: "Nina", last_name: "New", accept_terms: true };
  const account = { email: `new-${slug}@e2e.example`, password: "seven quiet lanterns 42", ...names };
  await call(page, "POST", "/api/auth-flows/sign-up", account);
  await call(page, "POST", "/api/auth-flows/sign-in", { email: viewer, password });
  await see(page, onRoot, [verify, code, lost]);
  await call(page, "POST", "/api/auth-flows/sign-in", { email: owner, password });
  await see(page, onRoot, [authenticator]);
}

async function signInAsAnna(page: Page): Promise<void> {
  await page.goto(onRoot("/sign-in?to=acme"));
  await enterCredentials(page, "anna@acme.example", "welcome-to-atrium");
  await page.waitForURL((url) => url.href.startsWith(onHost("acme")));
  await untilAwake(page);
}

async function enter(page: Page, person: { email: string; password: string }, to: string): Promise<void> {
  await page.goto(onRoot(`/sign-in?to=${to}`));
  await enterCredentials(page, person.email, person.password);
  await page.getByLabel("Code").fill(new TOTP({ secret: Secret.fromBase32(SECRET) }).generate());
}

/** What the page's own script would ask. */
async function call<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  return page.evaluate(
    async (asked) => {
      const answer = await fetch(asked.path, {
        method: asked.method,
        ...(asked.body !== undefined && {
          headers: { "content-type": "application/json" },
          body: JSON.stringify(asked.body),
        }),
      });
      return (await answer.json().catch(() => null)) as never;
    },
    { method, path, body },
  );
}

/** Opens these pages in every look; `fill` says what stands for the brackets of a path. */
async function see(
  page: Page,
  at: (path: string) => string,
  paths: readonly string[],
  fill: (path: string) => string = (path) => path,
): Promise<void> {
  for (const { locale, themes, width } of LOOKS) {
    await page.setViewportSize({ width, height: 844 });
    for (const [position, path] of paths.entries()) {
      const url = at(fill(path));
      const theme = themes[position % 2] ?? "light";
      await dress(page.context(), url, { locale, theme });
      await plain.step(`${path}, ${locale}, ${theme}, ${width} px`, async () => {
        const response = await page.goto(url);
        expect(response?.status(), url).toBeLessThan(400);
        expect(new URL(page.url()).pathname, `${url} leads elsewhere`).toBe(new URL(url).pathname);
        await check(page, { lang: locale, theme });
      });
    }
  }
}

async function dress(context: BrowserContext, url: string, look: Record<string, string>): Promise<void> {
  const { origin } = new URL(url);
  await context.addCookies(
    Object.entries(look).map(([name, value]) => ({ name: `atrium.${name}`, value, url: origin })),
  );
}

async function check(page: Page, wanted: { lang: string; theme: string }): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
  const seen = await page.evaluate(() => {
    const { lang, className, scrollWidth } = document.documentElement;
    return { lang, className, overflow: scrollWidth - window.innerWidth };
  });
  expect(seen.lang).toBe(wanted.lang);
  expect(seen.className).toContain(wanted.theme);
  expect(seen.overflow, `${page.url()} is wider than its window`).toBeLessThanOrEqual(0);
  await expectAccessible(page);
}
