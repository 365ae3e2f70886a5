import type { Page } from "@playwright/test";
import { arrange } from "./arrange";
import { expect, expectAccessible, test, untilAwake } from "./fixtures";
import { onRoot } from "./product";
import { makeWorkspace, signIn } from "./workspace";

// Google, GitHub and Microsoft are emulate, Auth0 and Cognito a certified oidc-provider; the product speaks with them as
// with the real ones. Their pages are none of ours: what they write to the console is not looked at.
test.use({ expectedConsole: [/social\.localhost|^Loading the (font|stylesheet)|ERR_NAME_NOT_RESOLVED/] });

async function choose(page: Page, provider: string): Promise<void> {
  await page.goto(onRoot("/sign-in"));
  await page.getByRole("button", { name: `Continue with ${provider}` }).click();
  await page.waitForURL(/\.social\.localhost/);
}

/** The stand-ins of Google, GitHub and Microsoft show who may come. */
async function comeAs(page: Page, name: string): Promise<void> {
  await page.locator("button", { hasText: name }).first().click();
}

/** The certified provider asks for a name and any password, then for consent. */
async function signInThere(page: Page, name: string): Promise<void> {
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.getByText("Authorize").first().waitFor();
  await page.locator("button[type=submit]").click();
}

async function expectSignedIn(page: Page): Promise<void> {
  await page.waitForURL(onRoot("/onboarding/workspace"));
  await untilAwake(page);
}

/** Somebody with a password adds Google to their account and takes it off again. */
async function connectAndDisconnect(page: Page): Promise<void> {
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  await page.goto(onRoot("/profile"));
  await untilAwake(page);
  await page.getByRole("button", { name: "Connect Google" }).click();
  await page.waitForURL(/\.social\.localhost/);
  await comeAs(page, "gina@social.example");
  await page.waitForURL(onRoot("/profile?connected=google"));
  await untilAwake(page);
  await expect(page.getByText("Google is connected.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Disconnect Google" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByText("Disconnected", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Connect Google" })).toBeVisible();
  await expect(page.getByText("Google is connected.")).toHaveCount(0);
}

/** Who has Google alone keeps it, and is sent there when they have to confirm that it is them. */
async function expectLastWay(page: Page): Promise<void> {
  await page.goto(onRoot("/profile"));
  await untilAwake(page);
  await expect(page.getByText("Your last way to sign in")).toBeVisible();
  await expect(page.getByRole("button", { name: "Disconnect Google" })).toHaveCount(0);
  await arrange("age-sessions", "gina@social.example");
  await page.getByRole("button", { name: "Connect GitHub" }).click();
  await page.getByRole("link", { name: "Sign in again with Google" }).waitFor();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Sign in again with Google" }).click();
  await page.waitForURL(/\.social\.localhost/);
  await comeAs(page, "gina@social.example");
  await page.waitForURL(onRoot("/profile"));
  await untilAwake(page);
  await page.getByRole("button", { name: "Connect GitHub" }).click();
  await page.waitForURL(/\.social\.localhost/);
}

test("each provider signs in, names itself as a demo and is remembered", async ({ page, context }) => {
  test.slow();
  await connectAndDisconnect(page);
  await context.clearCookies();
  const ways: [string, (page: Page) => Promise<void>][] = [
    ["Google", (there) => comeAs(there, "gina@social.example")],
    ["GitHub", (there) => comeAs(there, "hugo")],
    ["Microsoft", (there) => comeAs(there, "mia@social.example")],
    ["Auth0", (there) => signInThere(there, "otto")],
    ["Amazon Cognito", (there) => signInThere(there, "cora")],
  ];
  await page.goto(onRoot("/sign-in"));
  await expect(page.getByRole("button", { name: /demo$/ })).toHaveCount(ways.length);
  await expectAccessible(page);
  for (const [provider, enter] of ways) {
    await choose(page, provider);
    await enter(page);
    await expectSignedIn(page);
    if (provider === "Google") await expectLastWay(page);
    await context.clearCookies({ name: "__Host-atrium.session" });
    await page.goto(onRoot("/sign-in"));
    await expect(page.getByRole("button", { name: new RegExp(`${provider}.*Last used`) })).toBeVisible();
  }
});

test("an address that the provider has not verified opens nobody's account", async ({ page }) => {
  await choose(page, "Auth0");
  await signInThere(page, "mallory");
  await expect(page.getByText("That provider has not verified your e-mail address.")).toBeVisible();
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain("__Host-atrium.session");
  await expectAccessible(page);
});
