import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { receiveCode, receiveMail } from "./mail";
import { onHost, onRoot } from "./product";
import { signInAsStaff } from "./staff";
import { makeWorkspace, signIn } from "./workspace";

const PASSWORD = "correct-horse-battery-staple";
const unique = () => Date.now().toString(36).slice(-6);

async function signUp(page: Page, email: string, name: [string, string]): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("First name").fill(name[0]);
  await page.getByLabel("Last name").fill(name[1]);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByLabel(/I agree/).check();
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByLabel("Code").fill(await receiveCode(email));
}

async function pay(page: Page, cardNumber: string): Promise<void> {
  await page.getByLabel("Card number").fill(cardNumber);
  await page.getByLabel("Expiry (MM / YY)").fill("12 / 34");
  await page.getByLabel("CVC").fill("123");
  await page.getByLabel("Cardholder name").fill("Sam Stranger");
  await page.getByRole("button", { name: /subscribe|pay/i }).click();
}

/** A key made in the page, through the same endpoint as the button. */
async function makeKey(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const answer = await fetch("/api/v1/api-keys", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "Story", scopes: ["agents:read", "usage:read"] }),
    });
    const { key } = (await answer.json()) as { key: string };
    return key;
  });
}

test("a stranger signs up, invites a colleague, pays and calls the API until staff suspends", async ({
  page,
  browser,
}) => {
  test.setTimeout(300_000);
  const slug = `story-${unique()}`;
  const founder = `sam@${slug}.example`;
  const colleague = `cleo@${slug}.example`;

  await test.step("sign up, code, wizard, workspace", async () => {
    await page.goto(onRoot("/"));
    await page.getByRole("link", { name: "Start for free" }).first().click();
    await signUp(page, founder, ["Sam", "Stranger"]);
    await page.waitForURL(/\/onboarding\/workspace/);
    await page.getByLabel("Name", { exact: true }).fill("Story Works");
    await page.getByLabel("Address").fill(slug);
    await expect(page.getByText(/is free\./)).toBeVisible();
    await page.getByRole("button", { name: "Create workspace" }).click();
    await page.waitForURL(/\/onboarding\/invite/, { timeout: 30_000 });
    await page.getByLabel("E-mail addresses").fill(colleague);
    await page.getByRole("button", { name: "Send 1 invitation" }).click();
    await page.getByRole("button", { name: "Continue" }).click();
    await page.waitForURL(/\/onboarding\/agent/);
    await page.getByRole("button", { name: "Add agent" }).click();
    await page.waitForURL(/\/onboarding\/plan/);
    await page.getByRole("button", { name: "Continue with Free" }).click();
    await page.waitForURL((url) => url.href.startsWith(onHost(slug)), { timeout: 30_000 });
    await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
    await expect(page.getByText("First steps")).toBeVisible();
  });

  const second = await browser.newContext();
  await test.step("the colleague accepts in another browser", async () => {
    const guest = await second.newPage();
    const mail = await receiveMail(colleague);
    await guest.goto(mail.links.find((link) => link.includes("/invitations")) ?? "");
    await guest
      .getByRole("link", { name: /create (an )?account|sign up/i })
      .first()
      .click();
    await signUpThroughInvitation(guest, colleague);
    await guest.getByRole("button", { name: "Accept invitation" }).click();
    await guest.waitForURL((url) => url.href.startsWith(onHost(slug)), { timeout: 30_000 });
    await expect(guest.getByRole("heading", { name: "Overview" })).toBeVisible();
  });

  await test.step("a declined card, then a good one", async () => {
    await page.goto(onHost(slug, "/billing"));
    await page.getByRole("button", { name: "Upgrade to Starter" }).click();
    await page.getByRole("button", { name: "Continue to payment" }).click();
    await page.waitForURL((url) => url.pathname.startsWith("/checkout/"));
    await pay(page, "4000000000000002");
    await expect(page.getByRole("alert")).toContainText("declined");
    await pay(page, "4242424242424242");
    await page.waitForURL((url) => url.pathname === "/billing/success");
    await expect(page.getByRole("heading", { name: "You are on Starter" })).toBeVisible();
  });

  const key = await test.step("a key, calls, and usage that moves", async () => {
    await page.goto(onHost(slug, "/settings/api-keys"));
    const made = await makeKey(page);
    const headers = { authorization: `Bearer ${made}` };
    for (let call = 0; call < 3; call += 1) {
      expect((await fetch(onHost(slug, "/api/v1/agents"), { headers })).status).toBe(200);
    }
    await page.goto(onHost(slug, "/usage"));
    await expect(page.getByRole("main").getByText("3 of 1,000")).toBeVisible();
    return made;
  });

  await test.step("staff suspends: portal and API refuse from the next request on", async () => {
    const staffContext = await browser.newContext();
    const staff = await staffContext.newPage();
    await signInAsStaff(staff);
    await staff.goto(onHost("admin", `/?q=${slug}`));
    await staff.getByRole("link", { name: "Story Works" }).click();
    await staff.getByRole("button", { name: "Suspend", exact: true }).click();
    const dialog = staff.getByRole("alertdialog");
    await dialog.getByLabel("Reason").fill("End of the story");
    await dialog.getByRole("button", { name: /^Suspend/ }).click();
    await expect(staff.getByText("This workspace is suspended")).toBeVisible();
    await page.goto(onHost(slug, "/agents"));
    await expect(page.getByRole("heading", { name: "This workspace is suspended" })).toBeVisible();
    const refused = await fetch(onHost(slug, "/api/v1/agents"), {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(refused.status).toBe(423);
    await staffContext.close();
  });
  await second.close();
});

async function signUpThroughInvitation(page: Page, email: string): Promise<void> {
  const field = page.getByLabel("E-mail address");
  if ((await field.inputValue()) !== email) await field.fill(email);
  await page.getByLabel("First name").fill("Cleo");
  await page.getByLabel("Last name").fill("Colleague");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByLabel(/I agree/).check();
  const since = Date.now();
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByLabel("Code").fill(await receiveCode(email, since));
}

test("the call after the last of a Free workspace is refused with 429, and nothing counts twice", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  const headers = { authorization: `Bearer ${await makeKey(page)}` };
  const address = onHost(workspace.slug, "/api/v1/agents");
  const statuses: number[] = [];
  // Free allows 60 calls a minute and 100 a period; the rate's refusals cost nothing.
  for (let call = 0; statuses.filter((status) => status === 200).length < 100 && call < 400; call += 1) {
    const answer = await fetch(address, { headers });
    if (answer.status === 429) {
      expect(((await answer.json()) as { code: string }).code).toBe("rate_limited");
      await new Promise((resolve) => setTimeout(resolve, Number(answer.headers.get("retry-after")) * 1000));
    }
    statuses.push(answer.status);
  }
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const last = await fetch(address, { headers });
  expect(last.status).toBe(429);
  expect(await last.json()).toMatchObject({ code: "quota_exceeded", title: "Usage limit exceeded" });
  expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
  await page.goto(onHost(workspace.slug, "/usage"));
  await expect(page.getByRole("main").getByText("100 of 100").first()).toBeVisible();
});
