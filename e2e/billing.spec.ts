import type { Page } from "@playwright/test";
import pg from "pg";
import { expect, expectAccessible, test } from "./fixtures";
import { onHost, onRoot, product } from "./product";
import { type E2eWorkspace, makeWorkspace, signIn } from "./workspace";

const DECLINED = "4000000000000002";
const GOOD = "4242424242424242";

async function openBilling(page: Page, workspace: E2eWorkspace): Promise<void> {
  await page.goto(onHost(workspace.slug, "/billing"));
  await expect(page.getByRole("heading", { name: "Billing", level: 1 })).toBeVisible();
}

async function pay(page: Page, cardNumber: string): Promise<void> {
  await page.getByLabel("Card number").fill(cardNumber);
  await page.getByLabel("Expiry (MM / YY)").fill("12 / 34");
  await page.getByLabel("CVC").fill("123");
  await page.getByLabel("Cardholder name").fill("Olga Owner");
  await page.getByRole("button", { name: /subscribe|pay/i }).click();
}

const currentPlan = (page: Page) => page.getByTestId("current-plan");

test("the pricing page shows every plan, monthly and yearly, in both colour schemes and languages", async ({
  page,
}) => {
  await page.goto(onRoot("/pricing"));
  for (const plan of ["Free", "Starter", "Professional", "Enterprise"]) {
    await expect(page.getByRole("heading", { name: plan, level: 2 })).toBeVisible();
  }
  await expect(page.getByText("US$29", { exact: true })).toBeVisible();
  await page.locator("label", { hasText: "Yearly" }).click();
  await expect(page.getByText("US$290", { exact: true })).toBeVisible();
  await expect(page.getByRole("row", { name: /API calls/ })).toContainText("10,000 per month");
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  await page.getByLabel("Language").selectOption("nl");
  await expect(page.getByRole("heading", { name: "Prijzen", level: 1 })).toBeVisible();
  await expectAccessible(page);
});

test("the landing page leads to sign-up and pricing, also on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(onRoot("/"));
  await expectAccessible(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await page.getByRole("link", { name: "See pricing" }).click();
  await expect(page).toHaveURL(onRoot("/pricing"));
});

test("a declined card, then a good one: the plan shows at once; upgrade, cancel and resume", async ({
  page,
}) => {
  test.slow();
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  await openBilling(page, workspace);
  await expect(currentPlan(page)).toHaveText("Free");
  await expect(page.getByText("No invoices yet")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Upgrade to Starter" }).click();
  await expect(page.getByTestId("due-now")).toHaveText("US$29.00");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Continue to payment" }).click();
  await page.waitForURL(
    (url) => url.href.startsWith(product.stripe) || url.pathname.startsWith("/checkout/"),
  );
  await pay(page, DECLINED);
  await expect(page.getByRole("alert")).toContainText("declined");
  await pay(page, GOOD);
  await page.waitForURL((url) => url.pathname === "/billing/success");
  await expect(page.getByRole("heading", { name: "You are on Starter" })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "See billing" }).click();
  await expect(currentPlan(page)).toHaveText("Starter");
  await expect(page.getByRole("row", { name: /Paid/ })).toContainText("US$29.00");

  await page.getByRole("button", { name: "Upgrade to Professional" }).click();
  await expect(page.getByTestId("due-now")).toBeVisible();
  await page.getByRole("button", { name: "Upgrade now" }).click();
  await expect(currentPlan(page)).toHaveText("Professional");

  await page.getByRole("button", { name: "Switch to Starter" }).click();
  await page.getByRole("button", { name: "Schedule the change" }).click();
  await expect(page.getByText(/^To Starter on/)).toBeVisible();
  await expect(currentPlan(page)).toHaveText("Professional");
  await page.getByRole("button", { name: "Keep Professional" }).click();
  await expect(page.getByText(/^To Starter on/)).toBeHidden();

  await page.getByRole("button", { name: "Cancel subscription" }).click();
  await page.getByRole("radio", { name: "It costs too much" }).check();
  await expectAccessible(page);
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel subscription" }).click();
  await expect(page.getByText("Ends soon")).toBeVisible();
  await page.getByRole("button", { name: "Resume subscription" }).click();
  await expect(page.getByText("Active", { exact: true })).toBeVisible();
});

test("an abandoned Checkout changes nothing and can be started again", async ({ page }) => {
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(workspace.slug, "/billing?plan=professional&interval=year"));
  await expect(page.getByTestId("due-now")).toHaveText("US$990.00");
  await page.getByRole("button", { name: "Continue to payment" }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/checkout/"));
  await page.goto(onHost(workspace.slug, "/billing/cancelled?plan=professional&interval=year"));
  await expect(page.getByRole("heading", { name: "Nothing was paid" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(page.getByTestId("due-now")).toHaveText("US$990.00");
  await openBilling(page, workspace);
  await expect(currentPlan(page)).toHaveText("Free");
});

test("a viewer is told who can open billing", async ({ page }) => {
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.viewer);
  await page.goto(onHost(workspace.slug, "/billing"));
  await expect(page.getByRole("heading", { name: "Billing is for owners" })).toBeVisible();
  await expectAccessible(page);
});

test("an account that is closed for an unpaid invoice can still open billing", async ({ page }) => {
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  const client = new pg.Client(product.databaseUrl);
  await client.connect();
  await client.query("update platform.accounts set billing_state = 'suspended' where id = $1", [
    workspace.accountId,
  ]);
  await client.end();
  await page.goto(onHost(workspace.slug, "/"));
  await expect(page).toHaveURL(onHost(workspace.slug, "/unavailable"));
  await openBilling(page, workspace);
  await expect(page.getByRole("button", { name: "Payment and billing details" })).toBeVisible();
  await expectAccessible(page);
});
