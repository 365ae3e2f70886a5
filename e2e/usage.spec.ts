import { LOCALE_COOKIE } from "../lib/core/locale";
import { arrange } from "./arrange";
import { expect, expectAccessible, test } from "./fixtures";
import { onHost } from "./product";
import { makeWorkspace, signIn } from "./workspace";

test("the usage page moves with the calls, to the quota and no further", async ({ page }) => {
  test.slow();
  const workspace = await makeWorkspace();
  await arrange("override-feature", workspace.accountId, "api_calls", "5");
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(workspace.slug, "/usage"));
  await expect(page.getByRole("heading", { name: "No calls yet" })).toBeVisible();
  await expect(page.getByTestId("freshness")).toContainText("UTC");
  await expectAccessible(page);

  const key = await page.evaluate(async () => {
    const response = await fetch("/api/v1/api-keys", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "Test", scopes: ["usage:read", "usage:record"] }),
    });
    return ((await response.json()) as { key: string }).key;
  });
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const call = () => fetch(onHost(workspace.slug, "/api/v1/usage"), { headers });
  expect((await call()).status).toBe(200);
  expect((await call()).status).toBe(200);
  // The page renews itself while it is looked at.
  const limits = page.getByRole("region", { name: "Limits of your plan" }).or(page.locator("main"));
  await expect(limits.first()).toContainText("2 of 5", { timeout: 20_000 });

  const body = JSON.stringify({
    events: [{ meter: "execution_ms", quantity: 1200, idempotency_key: "run-1" }],
  });
  const record = () => fetch(onHost(workspace.slug, "/api/v1/usage"), { method: "POST", headers, body });
  expect(await (await record()).json()).toEqual({ recorded: 1, duplicates: 0 });
  expect(await (await record()).json()).toEqual({ recorded: 0, duplicates: 1 });
  expect((await call()).status).toBe(200);
  const refused = await call();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ code: "quota_exceeded", title: "Usage limit exceeded" });

  await page.reload();
  await expect(limits.first()).toContainText("5 of 5");
  await expect(page.locator("main").getByText("Limit reached").first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "execution_ms" }).click();
  await expect(page.getByRole("heading", { name: "execution_ms over time" })).toBeVisible();
  await expect(page.getByText("1,200 in this period")).toBeVisible();
  await page.getByText("Show as table").click();
  await expect(page.getByRole("cell", { name: "1,200" })).toBeVisible();
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`usage-${workspace.slug}-execution_ms.csv`);
});

test.describe("in Dutch, dark, on a phone", () => {
  test.use({ colorScheme: "dark", viewport: { width: 390, height: 844 } });

  test("the usage page fits and is accessible", async ({ page, context }) => {
    const workspace = await makeWorkspace();
    await signIn(page, workspace, workspace.owner);
    await context.addCookies([{ name: LOCALE_COOKIE, value: "nl", url: onHost(workspace.slug) }]);
    await page.goto(onHost(workspace.slug, "/usage?range=24h"));
    await expect(page.getByRole("heading", { level: 1, name: "Verbruik" })).toBeVisible();
    await expectAccessible(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(width).toBeLessThanOrEqual(0);
  });
});
