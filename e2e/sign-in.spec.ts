import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { TOTP } from "otpauth";
import { enterCredentials } from "./credentials";
import { awake, expect, expectAccessible, test } from "./fixtures";
import { expectEveryLook } from "./looks";
import { receiveMail } from "./mail";
import { onHost, onRoot, product } from "./product";
import { makeWorkspace, signIn } from "./workspace";

// Every page is looked at in both languages and colour schemes.
test.slow();

const FRESH = "seven quiet lanterns 42";

test.describe("signing out", () => {
  // A page that is still open prefetches its links once more; their redirect to the root host is no connection of ours.
  test.use({
    expectedConsole: [/^Connecting to '[^']*\/sign-in\?to=[^']*' violates the following Content Security/],
  });

  test("a deep link survives signing in, and signing out ends every host", async ({ page }) => {
    const workspace = await makeWorkspace();
    await page.goto(onHost(workspace.slug, "/profile?tab=1"));
    await expect(page.getByText(`Sign in to continue to ${workspace.slug}.`)).toBeVisible();
    await expectEveryLook(page);

    await page.getByLabel("E-mail address").fill("somebody@else.example");
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Use another address" }).click();
    await expect(page.getByLabel("E-mail address")).toBeFocused();
    await page.getByLabel("E-mail address").fill(workspace.owner);
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText("The e-mail address or the password is not right.")).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Password", { exact: true }).fill(workspace.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL(onHost(workspace.slug, "/profile?tab=1"));

    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page.getByText("You are signed out on every workspace.")).toBeVisible();
    await page.goto(onHost(workspace.slug, "/profile"));
    await page.waitForURL(/\/sign-in\?to=/);
    await page.goto(onRoot("/workspaces"));
    await page.waitForURL(/\/sign-in/);
  });
});

test("the picker and the switch open workspaces without a click; others stay shut", async ({ page }) => {
  const [workspace, other] = [await makeWorkspace(), await makeWorkspace()];
  await signIn(page, workspace, workspace.owner);
  await page.goto(onRoot("/workspaces"));
  await expectEveryLook(page);
  await page.getByRole("link", { name: new RegExp(workspace.slug.replace("e2e-", "Works ")) }).click();
  await page.waitForURL(onHost(workspace.slug));
  await page.goto(onRoot(`/switch?to=${workspace.slug}&next=/members`));
  await page.waitForURL(onHost(workspace.slug, "/members"));

  for (const slug of [other.slug, "no-such-workspace"]) {
    await page.goto(onRoot(`/switch?to=${slug}`));
    await expect(page.getByRole("heading", { name: "You have no access to this workspace" })).toBeVisible();
  }
  await expectEveryLook(page);
  await page.goto(onHost("no-such-workspace"));
  await expect(page.getByRole("heading", { name: "There is no workspace at this address" })).toBeVisible();
  await expectAccessible(page);
});

test("a forgotten password: one mail, one link, one use, and every other session ends", async ({
  page,
  browser,
}) => {
  const workspace = await makeWorkspace();
  const elsewhere = await (await browser.newContext()).newPage();
  await signIn(elsewhere, workspace, workspace.owner);
  await page.goto(onRoot("/sign-in"));
  await page.getByLabel("E-mail address").fill(workspace.owner);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByRole("link", { name: "Forgot password?" }).click();
  await page.waitForURL(onRoot("/reset-password"));
  await expectEveryLook(page);
  await page.getByLabel("E-mail address").fill(workspace.owner);
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByText(`If an account exists for ${workspace.owner}`)).toBeVisible();

  const { links } = await receiveMail(workspace.owner, "Choose a new Atrium password");
  const link = links.find((address) => address.includes("#token=")) ?? "";
  await page.goto(onRoot("/"));
  await page.goto(link);
  await page.getByLabel("New password", { exact: true }).fill("Password1234");
  expect(page.url()).toBe(onRoot("/reset-password"));
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This password is too easy to guess.")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("New password", { exact: true }).fill(FRESH);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password was changed.")).toBeVisible();

  await receiveMail(workspace.owner, "Your Atrium password was changed");
  await elsewhere.goto(onHost(workspace.slug, "/profile"));
  await elsewhere.waitForURL(/\/sign-in/);
  await elsewhere.context().close();
  await page.goto(onRoot("/"));
  await page.goto(link);
  await page.getByLabel("New password", { exact: true }).fill(`${FRESH} again`);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This link has expired. Ask for a new one.")).toBeVisible();
  await page.getByRole("button", { name: "Ask for a new link" }).click();
  await expect(page.getByLabel("E-mail address")).toBeVisible();
  await signIn(page, { ...workspace, password: FRESH }, workspace.owner);
});

test("too many wrong passwords pause signing in; the mailed link ends that", async ({ page, browser }) => {
  const workspace = await makeWorkspace();
  await page.goto(onRoot("/sign-in"));
  await enterCredentials(page, workspace.owner, "not the password");
  await expect(page.getByText("The e-mail address or the password is not right.")).toBeVisible();
  const locked = page.getByText(/Too many wrong passwords\. You can try again in \d+ minutes?\./);
  for (let round = 0; round < 12 && !(await locked.isVisible()); round += 1) {
    const answered = page.waitForResponse("**/api/auth-flows/sign-in");
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await answered;
  }
  await expect(locked).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Mail me an unlock link" }).click();
  await expect(page.getByText(`If an account exists for ${workspace.owner}`)).toBeVisible();
  const { links } = await receiveMail(workspace.owner, "Unlock signing in to Atrium");
  await page.goto(links.find((address) => address.includes("/unlock#token=")) ?? "");
  await page.getByRole("button", { name: "Unlock" }).click();
  await expect(page.getByText("Signing in is unlocked.")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(workspace.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(onHost(workspace.slug));

  // Another browser: the owner is told and undoes it.
  const stranger = awake(await (await browser.newContext()).newPage());
  await signIn(stranger, workspace, workspace.owner);
  const mail = await receiveMail(workspace.owner, "New sign-in to your Atrium account");
  await page.goto(mail.links.find((address) => address.includes("/not-me#token=")) ?? "");
  await expectAccessible(page);
  await page.getByRole("button", { name: "End the session and choose a password" }).click();
  await expect(page.getByLabel("New password", { exact: true })).toBeVisible();
  await stranger.goto(onHost(workspace.slug, "/profile"));
  await stranger.waitForURL(/\/sign-in/);
  await stranger.context().close();
});

test("the profile: name, language, password and sessions", async ({ page, browser }) => {
  const workspace = await makeWorkspace();
  const elsewhere = await (await browser.newContext()).newPage();
  await signIn(elsewhere, workspace, workspace.owner);
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(workspace.slug, "/profile"));
  await expectEveryLook(page);
  await page.getByLabel("First name").fill("Odette");
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.getByText("Profile saved")).toBeVisible();

  await page.getByLabel("Current password").fill("not the password");
  await page.getByLabel("New password", { exact: true }).fill(FRESH);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("The password is not right.")).toBeVisible();

  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByText("You are signed in on this device only.")).toBeVisible();
  await elsewhere.goto(onHost(workspace.slug, "/profile"));
  await elsewhere.waitForURL(/\/sign-in/);
  await elsewhere.context().close();

  await page.getByRole("combobox", { name: "Language" }).selectOption("nl");
  await page.getByRole("button", { name: "Save" }).nth(1).click();
  await expect(page.getByRole("heading", { name: "Profiel", level: 1 })).toBeVisible();
});

test("a super admin sets up an authenticator app before the back-office opens, and needs it ever after", async ({
  page,
  browser,
}) => {
  const email = `root-${Date.now()}@e2e.example`;
  const env = { ...process.env, ...product.env, NODE_OPTIONS: "" };
  const script = ["--import", "./dev/register.mjs", "dev/admin-create.ts", "--email", email];
  const { stdout } = await promisify(execFile)(process.execPath, script, { env });
  const password = /Password\s+(\S+)/.exec(stdout)?.[1] ?? "";
  const enter = async (target = page) => {
    await target.goto(onHost("admin"));
    await enterCredentials(target, email, password);
  };
  await enter();
  await expect(page.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  await expectEveryLook(page);
  const secret = page.getByTestId("totp-secret");
  await expect(secret).toHaveText(/^[A-Z2-7]{32}$/);
  const totp = new TOTP({ secret: (await secret.textContent()) ?? "" });
  const used = totp.generate();
  await page.getByLabel("Code").fill(used);
  await expect(page.getByTestId("recovery-codes").getByRole("listitem")).toHaveCount(10);
  await page.getByLabel("I saved these codes").check();
  await page.getByRole("button", { name: "Turn on and sign in" }).click();
  await page.waitForURL(onHost("admin"));

  const again = await (await browser.newContext()).newPage();
  await enter(again);
  await expect(again.getByRole("heading", { name: "Two-step sign-in" })).toBeVisible();
  await expectEveryLook(again);
  // The code that enrolled is used up; one of a later step is good.
  await again.getByLabel("Code").fill(used);
  await expect(again.getByText("This code is not right.")).toBeVisible();
  await again.getByLabel("Code").fill(totp.generate({ timestamp: Date.now() + 30_000 }));
  await again.waitForURL(onHost("admin"));
  await again.context().close();
});
