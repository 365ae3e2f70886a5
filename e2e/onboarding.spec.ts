import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";
import { receiveCode, receiveMail } from "./mail";
import { onHost, onRoot } from "./product";
import { makeWorkspace } from "./workspace";

const PASSWORD = "a long walk along the river";
const PROVISIONING_MS = 30_000;

/** Calls a sign-in endpoint as the pages do; those pages have their own spec. */
function post(page: Page, path: string, body: object): Promise<number> {
  return page.evaluate(
    async ([url, data]) => {
      const headers = { "content-type": "application/json" };
      return (await fetch(url, { method: "POST", headers, body: JSON.stringify(data) })).status;
    },
    [path, body] as const,
  );
}

async function signUp(page: Page, email: string): Promise<void> {
  await page.goto(onRoot("/"));
  const person = { email, first_name: "Nora", last_name: "New", password: PASSWORD, accept_terms: true };
  expect(await post(page, "/api/auth-flows/sign-up", person)).toBe(202);
  const code = await receiveCode(email);
  expect(await post(page, "/api/auth-flows/sign-up/code", { code })).toBe(200);
}

async function nameWorkspace(page: Page, name: string, slug: string): Promise<void> {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Address").fill(slug);
  await expect(page.getByText(`${slug}.`, { exact: false }).and(page.getByText(/is free/))).toBeVisible();
  await page.getByRole("button", { name: "Create workspace" }).click();
  await page.waitForURL(/\/onboarding\/invite/, { timeout: PROVISIONING_MS });
}

test("a new person goes from nothing to an open workspace", async ({ page }) => {
  const id = randomUUID().slice(0, 8);
  const email = `nora-${id}@e2e.example`;
  await signUp(page, email);
  await page.goto(onRoot("/onboarding"));
  await expect(page).toHaveURL(onRoot("/onboarding/workspace"));
  await expectAccessible(page);
  await page.getByLabel("Name").fill(`Café ${id}`);
  await expect(page.getByLabel("Address")).toHaveValue(`cafe-${id}`);
  await nameWorkspace(page, `Café ${id}`, `cafe-${id}`);
  await expectAccessible(page);
  expect((await receiveMail(email, "is ready")).text).toContain(onHost(`cafe-${id}`));

  await page.getByLabel("E-mail addresses").fill(`bea-${id}@e2e.example\nnot an address`);
  await page.getByRole("button", { name: /Send/ }).click();
  await expect(page.getByText("1 line is not an e-mail address:")).toBeVisible();
  await page.getByLabel("E-mail addresses").fill(`Bea <bea-${id}@e2e.example>, carl-${id}@e2e.example`);
  await page.getByRole("button", { name: "Send 2 invitations" }).click();
  await expect(page.getByRole("heading", { name: "2 invitations sent" })).toBeVisible();
  await expectAccessible(page);
  expect((await receiveMail(`bea-${id}@e2e.example`)).subject).toContain("Nora New");

  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/\/onboarding\/agent/);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add agent" }).click();
  await page.waitForURL(/\/onboarding\/plan/);
  await expectAccessible(page);
  await page.goBack();
  await expect(page).toHaveURL(/\/onboarding\/agent/);

  await page.goto("about:blank");
  await page.context().clearCookies();
  await page.goto(onRoot("/"));
  expect(await post(page, "/api/auth-flows/sign-in", { email, password: PASSWORD })).toBe(200);
  await page.goto(onRoot("/onboarding"));
  await expect(page).toHaveURL(/\/onboarding\/plan/);
  await page.getByRole("button", { name: "Continue with Free" }).click();
  await page.waitForURL((url) => url.href.startsWith(onHost(`cafe-${id}`)), { timeout: PROVISIONING_MS });
});

test("a taken address offers a free one, a reserved one is refused", async ({ page }) => {
  const taken = await makeWorkspace();
  await signUp(page, `tess-${randomUUID().slice(0, 8)}@e2e.example`);
  await page.goto(onRoot("/onboarding/workspace"));
  await page.getByLabel("Name").fill("Mine");
  await page.getByLabel("Address").fill("admin");
  await expect(page.getByText("This address is reserved. Choose another.")).toBeVisible();
  await page.getByLabel("Address").fill(taken.slug);
  await expect(page.getByText("This address is taken. Choose another.")).toBeVisible();
  await page.getByRole("button", { name: `Use ${taken.slug}-hq` }).click();
  await expect(page.getByText(/is free/)).toBeVisible();
  await page.getByRole("button", { name: "Create workspace" }).click();
  await page.waitForURL(/\/onboarding\/invite/, { timeout: PROVISIONING_MS });
});

test("a second workspace on Free is refused with the way on", async ({ page }) => {
  const id = randomUUID().slice(0, 8);
  await signUp(page, `sam-${id}@e2e.example`);
  await page.goto(onRoot("/onboarding/workspace"));
  await nameWorkspace(page, "First", `first-${id}`);
  await page.goto(onRoot("/onboarding/workspace?new=1"));
  await page.getByLabel("Name").fill("Second");
  await page.getByLabel("Address").fill(`second-${id}`);
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(page.getByRole("alert").getByText(/no room for another workspace/)).toBeVisible();
});

test("on a phone, in the dark and in Dutch every step works", async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    colorScheme: "dark",
    locale: "nl-NL",
  });
  const page = await context.newPage();
  const id = randomUUID().slice(0, 8);
  await signUp(page, `piet-${id}@e2e.example`);
  await page.goto(onRoot("/onboarding/workspace"));
  await page.getByLabel("Naam").fill(`Zaak ${id}`);
  await expect(page.getByText(/is vrij/)).toBeVisible();
  await page.getByRole("button", { name: "Werkruimte maken" }).click();
  await page.waitForURL(/\/onboarding\/invite/, { timeout: PROVISIONING_MS });
  for (const step of ["invite", "agent", "plan", "workspace"]) {
    await page.goto(onRoot(`/onboarding/${step}`));
    await expectAccessible(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `width of ${step}`).toBeLessThanOrEqual(0);
  }
  await context.close();
});
