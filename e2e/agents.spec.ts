import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";
import { onHost } from "./product";
import { type E2eWorkspace, makeWorkspace, signIn } from "./workspace";

async function openAgents(page: Page, workspace: E2eWorkspace): Promise<void> {
  await page.goto(onHost(workspace.slug, "/agents"));
  await expect(page.getByRole("heading", { name: "Agents", level: 1 })).toBeVisible();
}

/** While a dialog is open the page behind it is hidden from assistive technology and from roles. */
async function openCreate(page: Page, workspace: E2eWorkspace): Promise<void> {
  await page.goto(onHost(workspace.slug, "/agents?dialog=create"));
  await expect(page.getByRole("dialog", { name: "Create an agent" })).toBeVisible();
}

async function create(page: Page, kind: string, name: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Create an agent" });
  await dialog.getByRole("button", { name: new RegExp(kind) }).click();
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByRole("button", { name: "Create agent" }).click();
}

async function act(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

test("Free creates, renames, archives and restores its two agents, up to the limit", async ({ page }) => {
  test.slow();
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  await openAgents(page, workspace);
  await expect(page.getByRole("heading", { name: "No agents yet" })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Create agent" }).click();
  const dialog = page.getByRole("dialog", { name: "Create an agent" });
  await expect(dialog.getByRole("button", { name: /StrategiePartner|QualityGuardian/ })).toHaveCount(2);
  const locked = dialog.getByRole("listitem").filter({ hasText: "IdeaIncubator" });
  await expect(locked).toContainText("Available on Starter");
  await expect(locked.getByRole("link", { name: /View plans/ })).toHaveAttribute("href", "/billing");
  await expectAccessible(page);
  await create(page, "QualityGuardian", "Style check");
  await expect(page.getByText("Style check is ready")).toBeVisible();

  await page.getByRole("button", { name: "Create agent" }).click();
  await create(page, "QualityGuardian", "STYLE CHECK");
  await expect(dialog.getByText("An agent with this name exists already.")).toBeVisible();
  await dialog.getByLabel("Name", { exact: true }).fill("Price check");
  await dialog.getByRole("button", { name: "Create agent" }).click();
  await expect(page.getByRole("row", { name: /Price check/ })).toContainText("Active");

  await act(page, "Style check", "Rename");
  await page.getByLabel("Name", { exact: true }).fill("Tone of voice");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: /Tone of voice/ })).toBeVisible();

  await act(page, "Tone of voice", "Archive");
  await expect(page.getByRole("row", { name: /Tone of voice/ })).toContainText("Archived");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("row", { name: /Tone of voice/ })).toContainText("Active");

  await openCreate(page, workspace);
  await create(page, "StrategiePartner", "Plan");
  await expect(page.getByRole("row", { name: /Plan/ }).first()).toBeVisible();
  await openCreate(page, workspace);
  await expect(dialog.getByText("All agents of your plan are in use.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: /StrategiePartner/ })).toBeDisabled();
});

test("an agent's page tells what it is, how it is set and what happened to it", async ({ page, browser }) => {
  const workspace = await makeWorkspace();
  const other = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  await openCreate(page, workspace);
  await create(page, "QualityGuardian", "Style check");
  await page.getByRole("link", { name: "Style check" }).click();
  await expect(page.getByRole("heading", { name: "Style check", level: 1 })).toBeVisible();
  await expectAccessible(page);
  const { pathname } = new URL(page.url());
  await page.getByRole("tab", { name: "Configuration" }).click();
  await expect(page.getByText('"instructions"')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("tab", { name: "Activity" }).click();
  await expect(page.getByText("by Olga Owner")).toBeVisible();
  await page.getByRole("button", { name: "Archive" }).click();
  await expect(page.getByText("This agent is archived")).toBeVisible();

  const outsider = await (await browser.newContext()).newPage();
  await signIn(outsider, other, other.owner);
  const answer = await outsider.goto(onHost(other.slug, pathname));
  expect(answer?.status()).toBe(404);
});

test("a viewer sees agents and may change none; on a phone, in the dark and in Dutch", async ({ page }) => {
  const workspace = await makeWorkspace();
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, workspace, workspace.viewer);
  const { hostname } = new URL(onHost(workspace.slug));
  await page.context().addCookies([{ name: "atrium.locale", value: "nl", domain: hostname, path: "/" }]);
  await page.goto(onHost(workspace.slug, "/agents"));
  await expect(page.getByRole("heading", { name: "Nog geen agents" })).toBeVisible();
  await expect(page.getByRole("button", { name: /agent/i })).toHaveCount(0);
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
