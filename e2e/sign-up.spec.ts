import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { expectEveryLook } from "./looks";
import { receiveCode, receiveMail } from "./mail";
import { onRoot } from "./product";

// Every page is looked at in both languages and colour schemes.
test.slow();

const PASSWORD = "vivid otter paints 73 barns";
let counter = 0;

function newEmail(): string {
  counter += 1;
  return `eva-${Date.now()}-${counter}-${process.pid}@sign-up.example`;
}

async function fillIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("First name").fill("Eva");
  await page.getByLabel("Last name").fill("Jansen");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel(/I agree/).check();
}

const create = (page: Page) => page.getByRole("button", { name: "Create account" }).click();

async function signUp(page: Page, email: string): Promise<void> {
  await page.goto(onRoot("/sign-up"));
  await fillIn(page, email);
  await create(page);
  await expect(page.getByRole("heading", { name: "Check your e-mail" })).toBeVisible();
}

test("a stranger signs up: what is wrong is said beside its field, and the code opens the wizard", async ({
  page,
}) => {
  const email = newEmail();
  await page.goto(onRoot("/sign-up"));
  await expectEveryLook(page);
  await create(page);
  await expect(page.getByText("Fill in this field.")).toHaveCount(5);
  await expect(page.getByLabel("E-mail address")).toBeFocused();

  await fillIn(page, email, "Password1234");
  await create(page);
  await expect(page.getByText("This password is too easy to guess.")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await expect(page.getByText("Strong")).toBeVisible();
  await create(page);

  await expect(page.getByText(`We sent a six-digit code to ${email}.`)).toBeVisible();
  await expectEveryLook(page);
  await expect(page.getByRole("link", { name: "Open the local mailbox" })).toBeVisible();
  const code = await receiveCode(email);
  await page.getByLabel("Code").fill(code === "000000" ? "111111" : "000000");
  await expect(page.getByText("This code is not right.")).toBeVisible();
  await expect(page.getByRole("button", { name: /Send a new code in \d+ seconds?/ })).toBeDisabled();
  await page.getByLabel("Code").fill(code);
  await page.waitForURL(/\/onboarding/);
});

test("a pasted code with a space is sent by itself; the flow cannot be used again", async ({
  page,
  context,
}) => {
  const email = newEmail();
  await signUp(page, email);
  const code = await receiveCode(email);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((text) => navigator.clipboard.writeText(text), `${code.slice(0, 3)} ${code.slice(3)}`);
  await page.getByLabel("Code").focus();
  await page.keyboard.press("ControlOrMeta+v");
  await page.waitForURL(/\/onboarding/);
  await page.goto(onRoot("/verify"));
  await page.waitForURL(/\/onboarding/);
});

test("a mistyped address is changed on the way", async ({ page }) => {
  const email = newEmail();
  await signUp(page, `typo-${email}`);
  await page.getByRole("button", { name: "Use another address" }).click();
  await page.getByLabel("New e-mail address").fill(email);
  await page.getByRole("button", { name: "Send the code there" }).click();
  await expect(page.getByText(`We sent a six-digit code to ${email}.`)).toBeVisible();
  await page.getByLabel("Code").fill(await receiveCode(email));
  await page.waitForURL(/\/onboarding/);
});

test("a known address sees the same pages; its owner is told by mail", async ({ page, browser }) => {
  const email = newEmail();
  await signUp(page, email);
  await page.getByLabel("Code").fill(await receiveCode(email));
  await page.waitForURL(/\/onboarding/);

  const stranger = await (await browser.newContext()).newPage();
  await signUp(stranger, email);
  await receiveMail(email, "You already have an Atrium account");
  await stranger.getByLabel("Code").fill("123456");
  await expect(stranger.getByText("This code is not right.")).toBeVisible();
  await stranger.context().close();
});

test("the code page without a sign-up leads back to its start", async ({ page }) => {
  await page.goto(onRoot("/verify"));
  await expect(page.getByText("That took too long. Start again.")).toBeVisible();
});
