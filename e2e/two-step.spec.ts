import type { BrowserContext, CDPSession, Page } from "@playwright/test";
import { TOTP } from "otpauth";
import { enterCredentials } from "./credentials";
import { expect, expectAccessible, test, untilAwake } from "./fixtures";
import { expectEveryLook } from "./looks";
import { onHost, onRoot } from "./product";
import { type E2eWorkspace, makeWorkspace, signIn } from "./workspace";

test.slow();

/** An authenticator in the browser that verifies its holder; it answers at once while `presence` is on. */
async function addAuthenticator(page: Page): Promise<(isOn: boolean) => Promise<void>> {
  const cdp: CDPSession = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return async (enabled) => {
    await cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });
  };
}

/** Leaves the page first: what it still fetches would be sent to the sign-in page, on a host it may not connect to. */
async function forget(page: Page, context: BrowserContext): Promise<void> {
  await page.goto("about:blank");
  await context.clearCookies();
}

/** Forgets who is signed in, and takes the first step again. */
async function firstStep(page: Page, context: BrowserContext, workspace: E2eWorkspace): Promise<void> {
  await forget(page, context);
  await page.goto(onRoot(`/sign-in?to=${workspace.slug}`));
  await enterCredentials(page, workspace.owner, workspace.password);
  await page.waitForURL(/\/sign-in\/code/);
  await untilAwake(page);
}

const arrived = (page: Page, workspace: E2eWorkspace) =>
  page.waitForURL((url) => url.href.startsWith(onHost(workspace.slug)));

test("an app with recovery codes, one of them, a passkey, and a passkey alone", async ({ page, context }) => {
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(workspace.slug, "/profile"));
  const title = page.getByRole("heading", { name: "Two-step sign-in" });
  const card = page.locator("[data-slot=card]").filter({ has: title });
  await card.getByRole("button", { name: "Set up" }).click();
  const secret = page.getByTestId("totp-secret");
  await expect(secret).toHaveText(/^[A-Z2-7]{32}$/);
  const totp = new TOTP({ secret: (await secret.textContent()) ?? "" });
  await page.getByLabel("Code").fill(totp.generate());
  await page.getByRole("button", { name: "Continue" }).click();
  const list = page.getByTestId("recovery-codes").getByRole("listitem");
  await expect(list).toHaveCount(10);
  const codes = await list.allTextContents();
  const turnOn = page.getByRole("button", { name: "Turn on" });
  await expect(turnOn).toBeDisabled();
  await expectAccessible(page);
  await page.getByLabel("I saved these codes").check();
  await turnOn.click();
  await expect(page.getByText("Two-step sign-in is on")).toBeVisible();
  await expect(card.getByText("10 left")).toBeVisible();

  await firstStep(page, context, workspace);
  await expectEveryLook(page);
  await page.getByLabel("Code").fill(totp.generate({ timestamp: Date.now() + 30_000 }));
  await arrived(page, workspace);

  await firstStep(page, context, workspace);
  await page.getByRole("button", { name: "Use a recovery code" }).click();
  await page.getByLabel("Recovery code").fill("0000-0000-0000");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("This code is not right.")).toBeVisible();
  await page.getByLabel("Recovery code").fill(codes[0] ?? "");
  await page.getByRole("button", { name: "Continue" }).click();
  await arrived(page, workspace);

  const setPresence = await addAuthenticator(page);
  await page.goto(onHost(workspace.slug, "/profile"));
  await expect(card.getByText("9 left")).toBeVisible();
  await card.getByRole("button", { name: "Add passkey" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Work laptop");
  await dialog.getByRole("button", { name: "Add passkey" }).click();
  await expect(page.getByText("Passkey added", { exact: true })).toBeVisible();
  await expect(card.getByText("Work laptop")).toBeVisible();
  await expectEveryLook(page);

  // Nobody touches the authenticator before the button is pressed: the offer in the address field would take it.
  await setPresence(false);
  await forget(page, context);
  await page.goto(onRoot(`/sign-in?to=${workspace.slug}`));
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await setPresence(true);
  await arrived(page, workspace);

  await setPresence(false);
  await firstStep(page, context, workspace);
  await page.getByRole("button", { name: "Continue with a passkey" }).click();
  await setPresence(true);
  await arrived(page, workspace);

  // The offer in the address field, taken without a click: the authenticator's holder is there already.
  await forget(page, context);
  const signInPage = onRoot(`/sign-in?to=${workspace.slug}`);
  await page.evaluate((address) => window.location.assign(address), signInPage);
  await arrived(page, workspace);
});
