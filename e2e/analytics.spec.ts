import { LOCALE_COOKIE } from "../lib/core/locale";
import { arrange } from "./arrange";
import { expect, expectAccessible, test } from "./fixtures";
import { onHost } from "./product";
import { makeWorkspace, signIn } from "./workspace";

test("the analytics page: nothing yet, locked ranges, then figures with table and CSV", async ({
  page,
  context,
}) => {
  test.slow();
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(workspace.slug, "/analytics?range=7d"));
  await expect(page.getByRole("heading", { level: 1, name: "Analytics" })).toBeVisible();
  await page.getByRole("link", { name: /^30 days/ }).click();
  await expect(page.getByRole("heading", { name: "Part of the Starter plan" })).toBeVisible();
  await expectAccessible(page);

  await arrange("add-requests", workspace.id);
  await page.goto(onHost(workspace.slug, "/analytics"));
  await expect(page.getByTestId("freshness")).toContainText("UTC");
  const main = page.locator("main");
  await expect(main).toContainText("30 faults (5xx, timeouts)");
  await expect(main).toContainText("Below the target of 99.9%");
  await page.getByText("Show as table").first().click();
  await expect(page.getByRole("region", { name: "Requests per hour (UTC)" })).toBeVisible();
  await page.getByText("How this is measured").click();
  await expect(page.getByText(/Each window of five minutes/)).toBeVisible();
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download CSV", exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`analytics-${workspace.slug}-series-24h.csv`);

  await page.setViewportSize({ width: 390, height: 844 });
  await context.addCookies([{ name: LOCALE_COOKIE, value: "nl", url: onHost(workspace.slug) }]);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Analyse" })).toBeVisible();
  await expectAccessible(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(width).toBeLessThanOrEqual(0);
});
