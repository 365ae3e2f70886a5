import { statSync } from "node:fs";
import { arrange } from "./arrange";
import { expect, expectAccessible, test, untilAwake } from "./fixtures";
import { receiveMail } from "./mail";
import { onHost, onRoot } from "./product";
import { createSuperAdmin, enrol } from "./staff";
import { makeWorkspace, signIn } from "./workspace";

const WORKER_MS = 45_000;

type Request = { id: string; slug: string; name: string; owner: string; password: string };

test("staff approve one request by keyboard and reject another with a reason by mail", async ({ page }) => {
  test.slow();
  const [staff, [good, bad]] = await Promise.all([
    createSuperAdmin(),
    arrange<[Request, Request]>("make-requests"),
  ]);
  await enrol(page, staff);
  await page.goto(onHost("admin", "/approvals"));
  const card = (request: Request) =>
    page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: request.name }) });
  const dialog = page.getByRole("alertdialog");

  await card(good).getByRole("heading", { name: good.name }).click();
  await expect(card(good)).toHaveAttribute("aria-current", "true");
  await page.keyboard.press("a");
  await dialog.getByRole("button", { name: "Approve workspace" }).click();
  await expect(page.getByText(`${good.name} is being set up`).first()).toBeVisible();
  await expect(card(good)).toHaveCount(0);

  await card(bad).getByRole("heading", { name: bad.name }).click();
  await expect(card(bad)).toHaveAttribute("aria-current", "true");
  await page.keyboard.press("r");
  await dialog.getByRole("button", { name: "Company unclear" }).click();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Reject request" }).click();
  await expect(dialog).toBeHidden();
  await expect(card(bad)).toHaveCount(0);
  const mail = await receiveMail(bad.owner, "is niet goedgekeurd");
  expect(mail.text).toContain("We could not find out which company this workspace is for.");

  await page.goto(onHost("admin", "/approvals?list=decided"));
  await expect(card(bad).getByText("Rejected", { exact: true })).toBeVisible();
  await expect(card(good).getByText("Approved", { exact: true })).toBeVisible();
  expect((await receiveMail(good.owner, "is ready")).text).toContain(onHost(good.slug));
});

test("a workspace moves to another address and the old one leads there", async ({ page }) => {
  const workspace = await makeWorkspace();
  const slug = `${workspace.slug}-2`;
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(workspace.slug, "/settings"));
  await page.getByLabel("New address").fill(slug);
  await page.getByRole("button", { name: "Change address" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("textbox").fill(workspace.slug);
  await dialog.getByRole("button", { name: "Change address" }).click();
  await page.waitForURL(onHost(slug));
  await untilAwake(page);
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();

  // Who was there a moment ago is followed by the page itself, everybody else is sent on before it.
  const answer = await page.request.get(onHost(workspace.slug, "/agents?status=active"), {
    maxRedirects: 0,
    headers: { cookie: "" },
  });
  expect([answer.status(), answer.headers().location]).toEqual([308, onHost(slug, "/agents?status=active")]);
  await page.goto(onHost(workspace.slug, "/settings"));
  await expect(page).toHaveURL(onHost(slug, "/settings"));
  await expect(page.getByRole("list", { name: "Former addresses" })).toContainText(workspace.slug);
});

test("a workspace that is being deleted gives its data away and comes back", async ({ page }) => {
  test.slow();
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(workspace.slug, "/settings"));
  await page.getByRole("button", { name: "Delete workspace" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("textbox").fill(workspace.slug);
  await dialog.getByRole("button", { name: "Delete workspace" }).click();
  await page.waitForURL(onHost(workspace.slug, "/unavailable"));
  await untilAwake(page);
  await expectAccessible(page);
  expect((await receiveMail(workspace.owner, "deleted")).text).toContain(onRoot("/"));

  await page.getByRole("link", { name: /export/i }).click();
  await page.getByRole("button", { name: "Export everything" }).click();
  await expect(page.getByRole("button", { name: "Download" })).toBeVisible({ timeout: WORKER_MS });
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(new RegExp(`^${workspace.slug}-.*\\.tar\\.gz$`));
  expect(statSync(await file.path()).size).toBeGreaterThan(1_000);

  await page.goto(onHost(workspace.slug));
  await expect(page).toHaveURL(onHost(workspace.slug, "/unavailable"));
  await page.getByRole("button", { name: "Restore workspace" }).click();
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
});
