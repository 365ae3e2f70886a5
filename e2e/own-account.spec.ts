import { arrange } from "./arrange";
import { expect, expectAccessible, test, untilAwake } from "./fixtures";
import { receiveMail } from "./mail";
import { onHost, onRoot } from "./product";
import { makeWorkspace, signIn } from "./workspace";

test("one other session is ended from the list, and the time zone is kept", async ({ page, browser }) => {
  test.slow();
  const workspace = await makeWorkspace();
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await signIn(other, workspace, workspace.owner);
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(workspace.slug, "/profile"));
  await untilAwake(page);
  await page.getByRole("button", { name: /^Sign out .+ on / }).click();
  await expect(page.getByText("Session ended")).toBeVisible();
  await expect(page.getByText("You are signed in on this device only.")).toBeVisible();
  await other.goto(onHost(workspace.slug, "/profile"));
  await other.waitForURL(/\/sign-in/);
  await elsewhere.close();
  await page.getByLabel("Time zone").selectOption("Asia/Tokyo");
  await page
    .locator("form", { has: page.getByLabel("Time zone") })
    .getByRole("button", { name: "Save" })
    .click();
  await expect(page.getByText("Preferences saved")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Time zone")).toHaveValue("Asia/Tokyo");
});

test("another e-mail address: the new mailbox proves it, the old one takes it back", async ({
  page,
  browser,
}) => {
  test.slow();
  const workspace = await makeWorkspace();
  const fresh = `fresh-${workspace.slug}@example.test`;
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(workspace.slug, "/profile"));
  await untilAwake(page);
  await page.getByRole("button", { name: "Change address" }).click();
  await page.getByLabel("New e-mail address").fill(fresh);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByText(`Waiting for ${fresh} to be confirmed`)).toBeVisible();
  const proof = (await receiveMail(fresh, "Confirm your new")).links.find((link) =>
    link.includes("/confirm-email"),
  );
  await page.goto(proof ?? "");
  await untilAwake(page);
  await page.getByRole("button", { name: "Confirm address" }).click();
  await expect(page.getByText("Your address is changed.")).toBeVisible();
  // The root host's own profile, for people with and without a workspace.
  await page.getByRole("link", { name: "Open your profile" }).click();
  await page.waitForURL(onRoot("/profile"));
  await expect(page.getByText(fresh, { exact: true })).toBeVisible();
  await expectAccessible(page);
  // Somebody at the old mailbox, in a browser of their own.
  const elsewhere = await browser.newContext();
  const owner = await elsewhere.newPage();
  const undo = (await receiveMail(workspace.owner, "has a new e-mail")).links.find((link) =>
    link.includes("/undo-email"),
  );
  await owner.goto(undo ?? "");
  await untilAwake(owner);
  await owner.getByRole("button", { name: "Keep my address" }).click();
  await owner.waitForURL(/\/reset-password/);
  await elsewhere.close();
  // Every session has ended.
  await page.goto(onRoot("/profile"));
  await page.waitForURL(/\/sign-in/);
});

test("a picture of one's own is seen by colleagues, and the personal file has it", async ({
  page,
  browser,
}) => {
  test.slow();
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  await page.goto(onRoot("/profile"));
  await untilAwake(page);
  const pixel = await page.screenshot({ clip: { x: 0, y: 0, width: 64, height: 32 } });
  await page
    .getByLabel("Picture", { exact: true })
    .setInputFiles({ name: "me.png", mimeType: "image/png", buffer: pixel });
  await expect(page.getByText("Picture saved")).toBeVisible();
  await expectAccessible(page);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("atrium-personal-data.json");
  const elsewhere = await browser.newContext();
  const colleague = await elsewhere.newPage();
  await signIn(colleague, workspace, workspace.viewer);
  await colleague.goto(onHost(workspace.slug, "/members"));
  await untilAwake(colleague);
  const picture = colleague.locator('[data-slot="avatar"] img[src*="/api/v1/avatars/"]');
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(256);
  await elsewhere.close();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByText("Picture removed")).toBeVisible();
});

test("an account is deleted: handed over, closed at once everywhere, and kept by the mailed link", async ({
  page,
  browser,
}) => {
  test.slow();
  const workspace = await makeWorkspace();
  const elsewhere = await browser.newContext();
  const colleague = await elsewhere.newPage();
  await signIn(colleague, workspace, workspace.viewer);
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(workspace.slug, "/profile"));
  await untilAwake(page);
  await page.getByRole("button", { name: "Delete account" }).click();
  const dialog = page.getByRole("alertdialog");
  const close = dialog.getByRole("button", { name: "Close my account" });
  await expect(close).toBeDisabled();
  await dialog.getByLabel(/You are the last admin or owner/).selectOption({ index: 1 });
  await dialog.getByLabel(/^Type .+ to confirm/).fill(workspace.owner);
  await expectAccessible(page);
  await close.click();
  await page.waitForURL(/\/sign-in/);
  await expect(page.getByText("Your account is closed and will be erased in 7 days.")).toBeVisible();
  await page.goto(onHost(workspace.slug, "/members"));
  await page.waitForURL(/\/sign-in/);
  // Who took it over has its billing and its people from the next click on.
  await colleague.goto(onHost(workspace.slug, "/billing"));
  await expect(colleague.getByRole("heading", { name: "Billing", level: 1 })).toBeVisible();
  await elsewhere.close();
  const keep = (await receiveMail(workspace.owner, "will be deleted")).links.find((link) =>
    link.includes("/keep-account"),
  );
  await page.goto(keep ?? "");
  await untilAwake(page);
  await page.getByRole("button", { name: "Keep my account" }).click();
  await expect(page.getByText("Your account is open again.")).toBeVisible();
  await expectAccessible(page);
  await signIn(page, workspace, workspace.owner);
});

test("a viewer who owns the account hands it over, and its new owner deletes the workspace", async ({
  page,
  browser,
}) => {
  test.slow();
  const workspace = await makeWorkspace();
  await arrange("give-account", workspace.accountId, workspace.viewer);
  await signIn(page, workspace, workspace.viewer);
  await page.goto(onHost(workspace.slug, "/profile"));
  await untilAwake(page);
  await page.getByRole("button", { name: "Hand over Olga Owner" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel("New owner").selectOption({ label: `Olga Owner (${workspace.owner})` });
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Hand over account" }).click();
  await expect(page.getByText("You own no account.")).toBeVisible();
  const elsewhere = await browser.newContext();
  const admin = await elsewhere.newPage();
  await signIn(admin, workspace, workspace.owner);
  await admin.goto(onRoot("/profile"));
  await untilAwake(admin);
  await admin.getByRole("button", { name: /^Delete Works/ }).click();
  const question = admin.getByRole("alertdialog");
  await question.getByRole("textbox").fill(workspace.slug);
  await question.getByRole("button", { name: "Delete workspace" }).click();
  await expect(admin.getByText("The workspace is closed and will be deleted")).toBeVisible();
  await expect(admin.getByText("Local network").first()).toBeVisible();
  await elsewhere.close();
});
