import type { Page } from "@playwright/test";
import { awake, expect, expectAccessible, test, untilAwake } from "./fixtures";
import { receiveMail } from "./mail";
import { savePolicy } from "./policy";
import { onHost } from "./product";
import { createSuperAdmin, enrol } from "./staff";
import { makeWorkspace, signIn } from "./workspace";

const REASON = "The agents page stays empty for them";

async function expectGoodEverywhere(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.reload();
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: "light" });
}

test("staff ask, an admin agrees, staff look and are refused a change, the admin ends it", async ({
  page,
  browser,
}) => {
  test.slow();
  const [staff, workspace] = await Promise.all([createSuperAdmin(), makeWorkspace()]);
  await enrol(page, staff);
  await page.goto(onHost("admin", `/tenants/${workspace.id}`));
  await page.getByRole("link", { name: "See as: Olga Owner" }).click();
  await expect(page.getByRole("button", { name: "Ask for consent" })).toBeVisible();
  await expectGoodEverywhere(page);
  await page.getByLabel("Reason").fill(REASON);
  await page.getByLabel("Ticket").fill("SUP-1234");
  await page.getByRole("button", { name: "Ask for consent" }).click();
  await expect(page.getByText("Asked and waiting for an answer.")).toBeVisible();

  const mail = await receiveMail(workspace.owner, "Atrium support asks");
  expect(mail.text).toContain("SUP-1234");
  const admin = awake(await (await browser.newContext({ locale: "en-GB" })).newPage());
  await signIn(admin, workspace, workspace.owner);
  await admin.goto(onHost(workspace.slug, "/settings/support"));
  await admin.getByRole("button", { name: /^Agree: Sam Staff/ }).click();
  const dialog = admin.getByRole("dialog");
  await expectAccessible(admin);
  await dialog.getByRole("button", { name: "Agree" }).click();
  await expect(dialog).toBeHidden();

  await page.reload();
  await page.getByLabel("Reason").fill(REASON);
  await page.getByLabel("Ticket").fill("SUP-1234");
  await page.getByRole("button", { name: "Start session" }).click();
  await page.waitForURL(onHost(workspace.slug));
  await untilAwake(page);
  const banner = page.getByRole("region", { name: "Support session" });
  await expect(banner).toContainText("as Olga Owner");
  await expect(banner).toContainText("SUP-1234");
  await expect(banner.getByRole("timer")).toContainText(/(29|30):\d\d left/);
  await expectGoodEverywhere(page);
  const refused = await page.evaluate(async () => {
    const response = await fetch("/api/v1/agents", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ catalogue_key: "quality_guardian", name: "By support" }),
    });
    return ((await response.json()) as { reason: string }).reason;
  });
  expect(refused).toBe("support_read_only");
  await page.goto(onHost(workspace.slug, "/profile"));
  await expect(page.getByRole("heading", { name: "Off limits in a support session" })).toBeVisible();
  await page.goto(onHost(workspace.slug, "/profile/tokens"));
  await expect(page.getByRole("heading", { name: "Off limits in a support session" })).toBeVisible();
  await expect(banner).toBeVisible();

  await admin.goto(onHost(workspace.slug, "/settings/support"));
  const row = admin.getByRole("row").filter({ hasText: "Sam Staff" });
  await expect(row).toContainText("Live now");
  await expect(row).toContainText(/[2-9] refused/);
  await expectGoodEverywhere(admin);
  await row.getByRole("button", { name: /^End now/ }).click();
  await expect(row).toContainText("Ended by an admin");

  await page.goto(onHost(workspace.slug, "/agents"));
  await expect(page).toHaveURL(onHost("admin", "/support?notice=over"));
  await expect(page.getByText("The support session is over")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Ended by an admin" }).first()).toBeVisible();

  // Changes are agreed to by themselves, and are in the log with both names.
  const askAgain = async (button: string) => {
    await page.goto(onHost("admin", `/tenants/${workspace.id}`));
    await page.getByRole("link", { name: "See as: Olga Owner" }).click();
    await page.getByLabel("Look and change").check();
    await page.getByLabel("Reason").fill(REASON);
    await page.getByLabel("Ticket").fill("SUP-1235");
    await page.getByRole("button", { name: button }).click();
  };
  await askAgain("Ask for consent");
  await expect(page.getByText("Asked and waiting for an answer.")).toBeVisible();
  await admin.reload();
  await admin.getByRole("button", { name: /^Agree: Sam Staff/ }).click();
  await dialog.getByLabel("Look and change").check();
  await dialog.getByRole("button", { name: "Agree" }).click();
  await expect(dialog).toBeHidden();
  await askAgain("Start session");
  await page.waitForURL(onHost(workspace.slug));
  await untilAwake(page);
  await expect(banner).toContainText("Changes are possible");
  await page.goto(onHost(workspace.slug, "/settings"));
  await page.getByLabel("Name", { exact: true }).fill("Renamed by support");
  await page.getByRole("button", { name: "Save changes" }).first().click();
  await expect(page.getByText("Workspace saved").first()).toBeVisible();
  await banner.getByRole("button", { name: "Stop session" }).click();
  await expect(page).toHaveURL(onHost("admin", "/support?notice=stopped"));
  const event = await admin.evaluate(async () => {
    const answer = await fetch("/api/v1/audit-events?action=tenant.updated");
    return ((await answer.json()) as { data: object[] }).data[0];
  });
  expect(event).toMatchObject({
    actor: { type: "staff", label: "Sam Staff", on_behalf_of: expect.any(String) },
    support: { ticket: "SUP-1235" },
  });

  // A workspace that lets nobody of us in is not even asked.
  await admin.goto(onHost(workspace.slug, "/settings/security"));
  await savePolicy(admin, "Access of Atrium support", (card) => card.getByLabel("Not enter").check());
  await page.goto(onHost("admin", `/tenants/${workspace.id}`));
  await page.getByRole("link", { name: "See as: Olga Owner" }).click();
  await expect(page.getByText("The security policy forbids it.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Start session" })).toBeDisabled();
});
