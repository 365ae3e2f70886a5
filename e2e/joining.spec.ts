import type { Browser, Page } from "@playwright/test";
import pg from "pg";
import { arrange } from "./arrange";
import { enterCredentials } from "./credentials";
import { expect, expectAccessible, test } from "./fixtures";
import { receiveMail } from "./mail";
import { onHost, onRoot, product } from "./product";
import { type E2eWorkspace, makeWorkspace, signIn } from "./workspace";

async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

/** A workspace that colleagues may ask to join, and three of them. */
async function withColleagues(): Promise<{ workspace: E2eWorkspace; domain: string; people: string[] }> {
  const workspace = await makeWorkspace();
  const domain = `${workspace.slug}.example`;
  const people = await arrange<string[]>("let-colleagues-ask", workspace.id, domain);
  return { workspace, domain, people };
}

async function mailedLink(to: string, since = 0): Promise<string> {
  const { links } = await receiveMail(to, "", since);
  return links.find((link) => link.includes("/invitations/accept#")) ?? "";
}

/** From the page of an invitation, which knows the address already. */
async function signInAsInvitee(page: Page, password: string): Promise<void> {
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test("one joins by a shared link; another asks with a word to the admins, who let them in with a role", async ({
  page,
  browser,
}) => {
  test.slow();
  const { workspace, domain, people } = await withColleagues();
  const [anna = "", bas = ""] = people;
  const isThere = (url: URL) => url.href.startsWith(onHost(workspace.slug));
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(workspace.slug, "/members/invitations"));
  await page.getByRole("button", { name: "Make a link" }).click();
  const dialog = page.getByRole("dialog", { name: "Make a link" });
  await dialog.getByLabel("E-mail domains").fill(domain);
  await dialog.getByRole("button", { name: "Make link" }).click();
  const link = (await page.getByTestId("new-link").textContent()) ?? "";
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("list", { name: "Shared links" })).toContainText("0 of 10 used");
  await expectAccessible(page);

  const second = await newPage(browser);
  await second.goto(link);
  await second.getByRole("link", { name: "Sign in" }).click();
  await second.waitForURL(/\/sign-in/);
  await enterCredentials(second, anna, workspace.password);
  await second.getByRole("button", { name: "Join workspace" }).click();
  await second.waitForURL(isThere);

  const third = await newPage(browser);
  await third.goto(onRoot("/sign-in?next=/workspaces"));
  await enterCredentials(third, bas, workspace.password);
  await third.getByRole("button", { name: /^Ask to join / }).click();
  const asking = third.getByRole("dialog", { name: /^Ask to join / });
  await asking.getByLabel("A word to the admins (optional)").fill("I look after the invoices");
  await expectAccessible(third);
  await asking.getByRole("button", { name: /^Ask to join / }).click();
  await expect(third.getByText("You asked to join.")).toBeVisible();

  await page.goto(onHost(workspace.slug, "/members/requests"));
  await expect(page.getByText("“I look after the invoices”")).toBeVisible();
  await page.getByRole("button", { name: "Let in…" }).click();
  await page.getByRole("dialog").getByLabel("Role").selectOption({ label: "Developer" });
  await expectAccessible(page);
  await page.getByRole("button", { name: "Let in", exact: true }).click();
  await expect(page.getByText("Bas Colleague is a member now")).toBeVisible();
  await third.goto(onRoot(`/switch?to=${workspace.slug}`));
  await third.waitForURL(isThere);
  await page.goto(onHost(workspace.slug, "/members"));
  await expect(page.getByRole("row", { name: new RegExp(bas) })).toContainText("Developer");
  await expect(page.getByRole("row", { name: new RegExp(anna) })).toContainText("Viewer");
});

test("an old session proves itself to invite an admin; one declines, one joins by what was sent again", async ({
  page,
  browser,
}) => {
  test.slow();
  const { workspace, people } = await withColleagues();
  const [anna = "", bas = ""] = people;
  await signIn(page, workspace, workspace.owner);
  await arrange("age-sessions", workspace.owner);
  await page.goto(onHost(workspace.slug, "/members?dialog=invite"));
  const dialog = page.getByRole("dialog", { name: "Invite people" });
  await dialog.getByLabel("E-mail addresses").fill(`${anna}, ${bas}`);
  await dialog.getByLabel("Role").selectOption({ label: "Tenant admin" });
  await dialog.getByRole("button", { name: "Send invitations" }).click();
  const proof = page.getByRole("alertdialog", { name: "Confirm that it is you" });
  await proof.getByLabel("Your password").fill(workspace.password);
  await proof.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("2 invitations sent")).toBeVisible();
  const old = await mailedLink(bas);

  const guest = await newPage(browser);
  await guest.goto(await mailedLink(anna));
  await signInAsInvitee(guest, workspace.password);
  await guest.getByRole("button", { name: "Decline" }).click();
  await expect(guest.getByRole("heading", { name: "Invitation declined" })).toBeVisible();

  await page.goto(onHost(workspace.slug, "/members/invitations"));
  await expect(page.getByRole("row", { name: new RegExp(anna) })).toContainText("Declined");
  const since = Date.now() - 1000;
  await page.getByRole("button", { name: `Actions for ${bas}` }).click();
  await page.getByRole("menuitem", { name: "Send again" }).click();
  await expect(page.getByText(`Sent again to ${bas}.`, { exact: false })).toBeVisible();
  const other = await newPage(browser);
  await other.goto(old);
  await expect(other.getByRole("heading", { name: "This link does not work" })).toBeVisible();
  await other.goto(await mailedLink(bas, since));
  await signInAsInvitee(other, workspace.password);
  await other.getByRole("button", { name: "Accept invitation" }).click();
  await other.waitForURL((url) => url.href.startsWith(onHost(workspace.slug)));
});

test("a list that is being sent is found again after a reload, and its results stay", async ({ page }) => {
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(workspace.slug, "/members/invitations/import"));
  await page
    .getByLabel("Or paste the list")
    .fill(`one@${workspace.slug}.example two@${workspace.slug}.example`);
  await page.getByRole("button", { name: "Check the list" }).click();
  // Whoever holds the workspace's seats keeps the worker waiting.
  const client = new pg.Client({ connectionString: product.databaseUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(hashtextextended('seats:' || $1, 0))", [workspace.id]);
    await page.getByRole("button", { name: "Send 2 invitations" }).click();
    await expect(page.getByText("The invitations are being sent.")).toBeVisible();
    await page.reload();
    await expect(page.getByText("The invitations are being sent.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Stop sending" })).toBeVisible();
    await expectAccessible(page);
  } finally {
    await client.end();
  }
  await expect(page.getByText("2 of 2 rows invited.")).toBeVisible({ timeout: 20_000 });
  await page.reload();
  const lists = page.getByRole("list", { name: "Lists of the last 30 days" });
  await expect(lists.getByRole("listitem")).toHaveText(/2 of 2 rows invited.*by Olga Owner/s);
  await expectAccessible(page);
  const download = page.waitForEvent("download");
  await lists.getByRole("link", { name: /^Results of / }).click();
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);
});
