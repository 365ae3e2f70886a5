import type { Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { startSamlProvider } from "@/dev/identity/saml";
import { startDns, type TestDns } from "@/lib/testing/dns-server";
import { enterCredentials } from "./credentials";
import { expect, expectAccessible, test, untilAwake } from "./fixtures";
import { onHost, onRoot } from "./product";
import { arrange, type E2eWorkspace, makeWorkspace } from "./workspace";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const STEP_MS = 30_000;
let dns: TestDns;

// A product that runs already asks other name servers.
test.skip(!process.env.E2E_DNS_PORT);

test.beforeAll(async () => {
  dns = await startDns(Number(process.env.E2E_DNS_PORT));
});
test.afterAll(() => dns?.close());

/** The workspace's owner with password and code; a code works once, so a taken one waits for the next. */
async function signInWithPassword(page: Page, workspace: E2eWorkspace): Promise<void> {
  await page.goto(onRoot(`/sign-in?to=${workspace.slug}`));
  await enterCredentials(page, workspace.owner, workspace.password);
  const code = page.getByLabel("Code");
  await code.waitFor();
  const totp = new TOTP({ secret: Secret.fromBase32(SECRET) });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await code.fill(totp.generate());
    const isIn = await page
      .waitForURL((url) => url.href.startsWith(onHost(workspace.slug)), { timeout: 8_000 })
      .then(() => true)
      .catch(() => false);
    if (isIn) return untilAwake(page);
    await new Promise((resolve) => setTimeout(resolve, STEP_MS - (Date.now() % STEP_MS) + 500));
  }
  throw new Error("the owner could not sign in");
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

test("somebody signs in through a SAML provider from the workspace's own door", async ({ page, browser }) => {
  test.setTimeout(120_000);
  const workspace = await makeWorkspace();
  await arrange("make-sso-workspace", workspace.accountId, workspace.owner, SECRET);
  const domain = `${workspace.slug}.saml-people.com`;
  const person = { id: "sam", email: `sam@${domain}`, firstName: "Sam", lastName: "Saml", groups: [] };
  const idp = await startSamlProvider({ people: [person] });
  try {
    await signInWithPassword(page, workspace);
    await connect(page, workspace.slug, { kind: "SAML 2.0", name: "Saml login" });
    await page.getByLabel("Metadata address").fill(idp.entityId);
    await page.getByRole("button", { name: "Save details" }).click();
    await expect(page.getByText("Details saved").first()).toBeVisible();
    await verifyDomain(page, domain);
    await finishTest(page, (tab) => tab.getByRole("link", { name: /sam@/ }).click());
    await expectAccessible(page);
    await page.getByRole("button", { name: "Switch on" }).click();
    await expect(page.getByText("Single sign-on is on").first()).toBeVisible();
    const context = await browser.newContext();
    const visitor = await context.newPage();
    await visitor.goto(onRoot(`/sign-in?to=${workspace.slug}`));
    await untilAwake(visitor);
    await visitor.getByLabel("E-mail address").fill(person.email);
    await visitor.getByRole("button", { name: "Continue", exact: true }).click();
    await visitor.getByRole("link", { name: /Saml login/ }).click();
    await visitor.getByRole("link", { name: /sam@/ }).click();
    await visitor.waitForURL((url) => url.href.startsWith(onHost(workspace.slug)));
    await expect(visitor.getByRole("main")).toBeVisible();
    await context.close();
  } finally {
    await idp.stop();
  }
});
