import type { Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { startOidcProvider } from "@/dev/identity/oidc";
import { startSamlProvider } from "@/dev/identity/saml";
import { startDns, type TestDns } from "@/lib/testing/dns-server";
import { arrange } from "./arrange";
import { enterCredentials } from "./credentials";
import { awake, expect, expectAccessible, test, untilAwake } from "./fixtures";
import { onHost, onRoot } from "./product";
import { type E2eWorkspace, makeWorkspace } from "./workspace";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const STEP_MS = 30_000;
let dns: TestDns;

// A product that runs already asks other name servers.
test.skip(!process.env.E2E_DNS_PORT);

// oidc-provider's own page asks for a font from outside, which may not be there.
test.use({
  expectedConsole: [/^Failed to load resource: net::ERR_(NAME_NOT_RESOLVED|INTERNET_DISCONNECTED)/],
});

test.beforeAll(async () => {
  dns = await startDns(Number(process.env.E2E_DNS_PORT));
});
test.afterAll(() => dns?.close());

/** The last step of the authenticator that was used, by workspace: a code works once. */
const usedSteps = new Map<string, number>();

/** A code that was not used yet; one step ahead is as good as the current one. */
function freshCode(slug: string): string {
  const step = Math.max(Math.floor(Date.now() / STEP_MS), (usedSteps.get(slug) ?? 0) + 1);
  usedSteps.set(slug, step);
  return new TOTP({ secret: Secret.fromBase32(SECRET) }).generate({ timestamp: step * STEP_MS });
}

/** The workspace's owner, with password and code, on the sign-in page that is open. */
async function enterWithPassword(page: Page, workspace: E2eWorkspace): Promise<void> {
  await enterCredentials(page, workspace.owner, workspace.password);
  await page.waitForURL((url) => url.pathname === "/sign-in/code");
  await untilAwake(page);
  await page.getByLabel("Code").fill(freshCode(workspace.slug));
  await page.waitForURL((url) => url.href.startsWith(onHost(workspace.slug)));
  await untilAwake(page);
}

async function signInWithPassword(page: Page, workspace: E2eWorkspace): Promise<void> {
  await page.goto(onRoot(`/sign-in?to=${workspace.slug}`));
  await enterWithPassword(page, workspace);
}

async function connect(page: Page, slug: string, options: { kind: string; name: string }): Promise<void> {
  await page.goto(onHost(slug, "/settings/single-sign-on"));
  await page.getByRole("button", { name: "Connect a provider" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Provider").selectOption({ label: "Another provider" });
  await dialog.getByLabel("Protocol").selectOption({ label: options.kind });
  await dialog.getByLabel("Name", { exact: true }).fill(options.name);
  await dialog.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/single-sign-on\/[0-9a-f-]{36}/);
  await untilAwake(page);
}

async function verifyDomain(page: Page, domain: string): Promise<void> {
  await page.getByLabel("Domain", { exact: true }).fill(domain);
  await page.getByRole("button", { name: "Add domain" }).click();
  const row = page.getByRole("region", { name: domain });
  const value = (await row.getByText(/^atrium-sso=/).textContent()) ?? "";
  dns.records.set(`_atrium-sso.${domain}`, [value]);
  await row.getByRole("button", { name: /^Check now/ }).click();
  await expect(row.getByText("Verified", { exact: true })).toBeVisible();
}

/** oidc-provider's own pages: who one is, then consent. */
async function passOidc(page: Page, name: string): Promise<void> {
  await page.getByPlaceholder("Enter any login").fill(name);
  await page.getByPlaceholder("and password").fill("anything");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

/** From a sign-in page to the provider that an address is led to. */
async function leaveWith(page: Page, email: string, provider: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByRole("link", { name: new RegExp(provider) }).click();
}

async function finishTest(page: Page, pass: (tab: Page) => Promise<void>): Promise<void> {
  await page.getByRole("button", { name: "Prepare a test" }).click();
  const [tab] = await Promise.all([
    page.context().waitForEvent("page"),
    page.getByRole("link", { name: "Open provider" }).click(),
  ]);
  await pass(tab);
  await expect(tab.getByRole("heading", { name: "The test went well" })).toBeVisible();
  await tab.close();
  await expect(page.getByText("Your provider's answer is valid.")).toBeVisible();
}

test("single sign-on is connected, required, and broken: members go through it, the break-glass owner past it", async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const workspace = await makeWorkspace();
  const { slug } = workspace;
  await arrange("make-sso-workspace", workspace.accountId, workspace.owner, SECRET);
  const domain = `${slug}.acme-people.com`;
  const somebody = (id: string, groups: string[]) => ({
    ...{ id, email: `${id}@${domain}`, firstName: id, lastName: "Acme", groups },
  });
  await signInWithPassword(page, workspace);
  await connect(page, slug, { kind: "OpenID Connect", name: "Acme login" });
  const ours = await page.getByText(/\/api\/auth-flows\/sso\/.+\/callback$/).textContent();
  const people = [somebody("ada", ["admins"]), somebody("mia", [])];
  const idp = await startOidcProvider({ redirectUris: [ours ?? ""], people });
  const context = await browser.newContext();
  try {
    await page.getByLabel("Issuer").fill(idp.issuer);
    await page.getByLabel("Client ID").fill(idp.clientId);
    await page.getByLabel("Client secret", { exact: true }).fill(idp.clientSecret);
    await page.getByLabel("Scopes").fill("openid email profile groups");
    await page.getByRole("button", { name: "Save details" }).click();
    await expect(page.getByText("Details saved").first()).toBeVisible();
    await verifyDomain(page, domain);
    await page.getByRole("button", { name: "Add group" }).click();
    await page.getByLabel("Group", { exact: true }).fill("admins");
    await page.getByLabel("Role", { exact: true }).selectOption("tenant_admin");
    await page.getByRole("button", { name: "Save roles" }).click();
    await expect(page.getByText("Roles saved").first()).toBeVisible();
    await finishTest(page, (tab) => passOidc(tab, "mia"));
    await expect(page.getByText(`mia@${domain}`).first()).toBeVisible();
    await page.getByRole("button", { name: "Switch on" }).click();
    await expect(page.getByText("Single sign-on is on").first()).toBeVisible();

    const visitor = awake(await context.newPage());
    await visitor.goto(onRoot("/sign-in"));
    await leaveWith(visitor, `ada@${domain}`, "Acme login");
    await passOidc(visitor, "ada");
    await visitor.waitForURL((url) => url.href.startsWith(onHost(slug)));
    await context.clearCookies();

    await page.goto(onHost(slug, "/settings/single-sign-on"));
    await page.getByLabel("Break-glass owner").selectOption({ index: 1 });
    await page.getByRole("button", { name: "Require single sign-on" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Require single sign-on" }).click();
    await expect(page.getByText("Single sign-on is required").first()).toBeVisible();
    await expectAccessible(page);

    // A member's password opens nothing here any more; the way that is shown does.
    await visitor.goto(onRoot(`/sign-in?to=${slug}`));
    await enterCredentials(visitor, workspace.viewer, workspace.password);
    await expect(visitor.getByRole("heading", { name: "Sign in through your organisation" })).toBeVisible();
    await untilAwake(visitor);
    await visitor.getByRole("button", { name: "Sign in again" }).click();
    await visitor.waitForURL((url) => url.pathname === "/sign-in");
    await untilAwake(visitor);
    await leaveWith(visitor, `mia@${domain}`, "Acme login");
    await passOidc(visitor, "mia");
    await visitor.waitForURL((url) => url.href.startsWith(onHost(slug)));
    await expect(visitor.getByRole("main")).toBeVisible();
    await context.clearCookies();

    await idp.stop();
    await visitor.goto(onHost(slug, "/sign-in"));
    await leaveWith(visitor, `mia@${domain}`, "Acme login");
    await expect(visitor.getByText(/identity provider cannot be reached.*break-glass owner/)).toBeVisible();
    await visitor.goto(onHost(slug, "/sign-in"));
    await enterWithPassword(visitor, workspace);
    await visitor.goto(onHost(slug, "/settings/single-sign-on"));
    await expect(visitor.getByText("Required", { exact: true })).toBeVisible();
  } finally {
    await context.close();
    await idp.stop().catch(() => undefined);
  }
});

test("IT without an account sets a SAML provider up by a link, and somebody signs in through it", async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const workspace = await makeWorkspace();
  await arrange("make-sso-workspace", workspace.accountId, workspace.owner, SECRET);
  const domain = `${workspace.slug}.saml-people.com`;
  const person = { id: "sam", email: `sam@${domain}`, firstName: "Sam", lastName: "Saml", groups: [] };
  const idp = await startSamlProvider({ people: [person] });
  const context = await browser.newContext();
  try {
    await signInWithPassword(page, workspace);
    await connect(page, workspace.slug, { kind: "SAML 2.0", name: "Saml login" });
    await page.getByRole("button", { name: "Make a link" }).click();
    const address = await page.getByText(/\/sso-setup#/).textContent();
    const it = awake(await context.newPage());
    await it.goto(address ?? "");
    await it.getByLabel("Metadata address").fill(idp.entityId);
    await it.getByRole("button", { name: "Save details" }).click();
    await expect(it.getByText("Details saved").first()).toBeVisible();
    await verifyDomain(it, domain);
    await finishTest(it, (tab) => tab.getByRole("link", { name: /sam@/ }).click());
    await expect(it.getByText(/^Everything is ready/)).toBeVisible();
    await expect(it.getByRole("button", { name: /Switch on|Remove/ })).toHaveCount(0);
    await expectAccessible(it);
    await page.reload();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Switch on" }).click();
    await expect(page.getByText("Single sign-on is on").first()).toBeVisible();

    // The provider's certificate ends soon; ours is renewed without a gap: published first, then used.
    await arrange("age-certificate", workspace.id, "6");
    await page.reload();
    await expect(page.getByText(/certificate expires on .+, in 6 days/)).toBeVisible();
    await page.getByRole("button", { name: "Prepare a new certificate" }).click();
    await expect(page.getByText("The new certificate is in the metadata").first()).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Use the new certificate" }).click();
    await expect(page.getByText("Previous, still opens assertions")).toBeVisible();
    await expect(page.getByRole("button", { name: "Prepare a new certificate" })).toBeVisible();

    await it.reload();
    await expect(it.getByRole("heading", { name: "This link does not work" })).toBeVisible();
    const visitor = await context.newPage();
    await visitor.goto(onRoot(`/sign-in?to=${workspace.slug}`));
    await untilAwake(visitor);
    await visitor.getByLabel("E-mail address").fill(person.email);
    await visitor.getByRole("button", { name: "Continue", exact: true }).click();
    await visitor.getByRole("link", { name: /Saml login/ }).click();
    await visitor.getByRole("link", { name: /sam@/ }).click();
    await visitor.waitForURL((url) => url.href.startsWith(onHost(workspace.slug)));
    await expect(visitor.getByRole("main")).toBeVisible();
  } finally {
    await context.close();
    await idp.stop();
  }
});
