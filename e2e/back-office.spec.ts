import { randomUUID } from "node:crypto";
import type { Browser, Page } from "@playwright/test";
import { awake, expect, expectAccessible, test } from "./fixtures";
import { receiveMail } from "./mail";
import { onHost, onRoot } from "./product";
import { createSuperAdmin, enrol } from "./staff";
import { type E2eWorkspace, makeWorkspace, signIn } from "./workspace";

const REASON = "Spam was sent from this workspace";

/** A second browser with the owner of a workspace in it, and a key they made. */
async function openPortal(browser: Browser, workspace: E2eWorkspace): Promise<{ page: Page; key: string }> {
  const page = awake(await (await browser.newContext({ locale: "en-GB" })).newPage());
  await signIn(page, workspace, workspace.owner);
  const key = await page.evaluate(async () => {
    const response = await fetch("/api/v1/api-keys", {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
      body: JSON.stringify({ name: "Back-office test", scopes: ["agents:read"] }),
    });
    return ((await response.json()) as { key: string }).key;
  });
  return { page, key };
}

async function callWith(key: string): Promise<{ status: number; code: string | undefined }> {
  const response = await fetch(onRoot("/api/v1/agents"), { headers: { authorization: `Bearer ${key}` } });
  const { code } = (await response.json()) as { code?: string };
  return { status: response.status, code };
}

async function expectGoodEverywhere(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    // Without motion no colour is caught halfway between the schemes.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expectAccessible(page);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
  await page.setViewportSize({ width: 1280, height: 800 });
}

test("a super admin suspends a workspace, a second browser and a key see it, and reactivates it", async ({
  page,
  browser,
}) => {
  test.slow();
  const [staff, workspace] = await Promise.all([createSuperAdmin(), makeWorkspace()]);
  const portal = await openPortal(browser, workspace);
  expect((await callWith(portal.key)).status).toBe(200);
  await enrol(page, staff);

  await expect(page.getByRole("table").getByRole("link").first()).toBeVisible();
  await page.getByLabel("Name, address or id").fill(workspace.slug);
  await expect(page).toHaveURL(/[?&]q=/);
  await page.getByRole("link", { name: workspace.slug }).click();
  await expect(page.getByText(workspace.id).first()).toBeVisible();
  await expect(page.getByRole("cell", { name: workspace.owner })).toBeVisible();

  await page.getByRole("button", { name: "Suspend" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name: "Suspend workspace" }).click();
  await expect(dialog.getByText("Fill in this field.")).toBeVisible();
  await dialog.getByLabel("Reason").fill(REASON);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Suspend workspace" }).click();
  await expect(page.getByText("This workspace is suspended")).toBeVisible();

  await portal.page.reload();
  await expect(portal.page).toHaveURL(onHost(workspace.slug, "/unavailable"));
  await expect(portal.page.getByRole("heading", { name: "This workspace is suspended" })).toBeVisible();
  await expectAccessible(portal.page);
  await portal.page.goto(onHost(workspace.slug, "/profile"));
  await expect(portal.page).toHaveURL(onHost(workspace.slug, "/unavailable"));
  expect(await callWith(portal.key)).toEqual({ status: 423, code: "tenant_suspended" });
  expect((await receiveMail(workspace.owner, "suspended")).text).toContain(REASON);

  await page.getByRole("button", { name: "Reactivate" }).click();
  await dialog.getByLabel("Reason").fill("Cleared up by phone");
  await dialog.getByRole("button", { name: "Reactivate workspace" }).click();
  await expect(page.getByRole("button", { name: "Suspend" })).toBeVisible();
  await portal.page.goto(onHost(workspace.slug));
  await expect(portal.page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
  expect((await callWith(portal.key)).status).toBe(200);
});

test("the back-office reads well in both schemes and languages, on a phone, and keeps its trail", async ({
  page,
}) => {
  test.slow();
  const [staff, workspace] = await Promise.all([createSuperAdmin(), makeWorkspace()]);
  await enrol(page, staff);
  await expect(page.getByRole("row", { name: workspace.slug })).toBeVisible();
  await expectGoodEverywhere(page);

  await page.goto(onHost("admin", `/tenants/${workspace.id}`));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectGoodEverywhere(page);
  await page.getByRole("button", { name: "Sync with Stripe" }).click();
  await expect(page.getByText(/matched Stripe|corrected from Stripe/)).toBeVisible();

  await page.goto(onHost("admin", "/audit"));
  // Rows are loaded by the browser: with the first one there, the search field listens.
  await expect(page.getByRole("button", { name: /^Details of/ }).first()).toBeVisible();
  await page.getByLabel("Person or workspace").fill(staff.email);
  const made = page.getByRole("button", { name: "Details of Super admin created" });
  // The head, and that they were made, enrolled and signed in.
  await expect(page.getByRole("row")).toHaveCount(4);
  await expectGoodEverywhere(page);
  await made.click();
  await expect(page.getByRole("dialog").getByRole("table")).toContainText("super_admin");
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await expect(page.getByRole("dialog")).toBeHidden();
  await page.getByRole("button", { name: "Language" }).click();
  await page.getByRole("menu").getByText("Nederlands").click();
  await expect(page.getByRole("heading", { name: "Auditlogboek", level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.goto(onHost("admin", `/tenants/${workspace.id}`));
  await expect(page.getByRole("button", { name: "Blokkeren" })).toBeVisible();
  await expectAccessible(page);
  await page.goto(onHost("admin"));
  await expect(page.getByRole("heading", { name: "Werkruimten", level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.goto(onHost("admin", `/tenants/${randomUUID()}`));
  await expect(page.getByRole("link", { name: "Alle werkruimten" })).toBeVisible();
});

test("somebody who is no super admin finds no way in", async ({ page }) => {
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost("admin"));
  await expect(page).toHaveURL(onRoot("/no-access?to=admin"));
  const answer = await page.goto(onHost(workspace.slug, "/api/v1/admin/tenants"));
  expect(answer?.status()).toBe(404);
});
