import type { Browser, Page } from "@playwright/test";
import pg from "pg";
import { expect, expectAccessible, test } from "./fixtures";
import { receiveCode, receiveMail } from "./mail";
import { onHost, onRoot, product } from "./product";
import { type E2eWorkspace, makeWorkspace, signIn } from "./workspace";

const PASSWORD = "correct horse battery staple";
const INVITATION = /\/invitations\/accept#/;

async function invite(page: Page, workspace: E2eWorkspace, text: string, role: string): Promise<void> {
  await page.goto(onHost(workspace.slug, "/members?dialog=invite"));
  const dialog = page.getByRole("dialog", { name: "Invite people" });
  await dialog.getByLabel("E-mail addresses").fill(text);
  await dialog.getByLabel("Role").selectOption({ label: role });
  await dialog.getByRole("button", { name: "Send invitations" }).click();
  await expect(page.getByText(/^(Invitation sent|\d+ invitations sent)$/)).toBeVisible();
}

async function invitationLink(to: string, since = 0): Promise<string> {
  const { links } = await receiveMail(to, "", since);
  const link = links.find((entry) => INVITATION.test(entry));
  if (!link) throw new Error("The mail has no invitation link.");
  return link;
}

async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

/** Signs up on the page that an invitation's "Create account" leads to. */
async function signUp(page: Page, email: string): Promise<void> {
  await expect(page.getByLabel("E-mail address")).toHaveValue(email);
  await page.getByLabel("First name").fill("Nina");
  await page.getByLabel("Last name").fill("Nieuw");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("checkbox").first().check();
  const since = Date.now() - 1000;
  await page.locator("form button[type=submit]").click();
  await page.waitForURL(/\/verify/);
  await page.getByRole("textbox").first().click();
  await page.keyboard.type(await receiveCode(email, since));
}

async function act(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

test("a colleague is invited, signs up through the mail, works, changes role and is removed", async ({
  page,
  browser,
}) => {
  test.slow();
  const workspace = await makeWorkspace();
  const email = `nina-${workspace.slug}@e2e.example`;
  await signIn(page, workspace, workspace.owner);
  await invite(page, workspace, `Nina <${email}>`, "Developer");
  await page.getByRole("link", { name: "Invitations" }).click();
  await expect(page.getByRole("row", { name: new RegExp(email) })).toContainText("Pending");
  await expectAccessible(page);

  const guest = await newPage(browser);
  await guest.goto(await invitationLink(email));
  await expect(guest).toHaveURL(onRoot("/invitations/accept"));
  await expect(guest.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(guest);
  await guest.getByRole("link", { name: "Create account" }).click();
  await guest.waitForURL(/\/sign-up/);
  await signUp(guest, email);
  await expect(guest.getByRole("heading", { name: /^Join / })).toBeVisible();
  await expect(guest.getByText(`You are signed in as ${email}.`)).toBeVisible();
  await expectAccessible(guest);
  await guest.getByRole("button", { name: "Accept invitation" }).click();
  await guest.waitForURL((url) => url.href.startsWith(onHost(workspace.slug)));
  await guest.goto(onHost(workspace.slug, "/members"));
  await expect(guest.getByRole("row", { name: new RegExp(email) })).toContainText("Developer");
  await expect(guest.getByRole("button", { name: "Invite people" })).toHaveCount(0);

  await page.goto(onHost(workspace.slug, "/members"));
  await act(page, "Nina Nieuw", "Change roles");
  await page.getByRole("checkbox", { name: /^Agent manager/ }).check();
  await page.getByRole("checkbox", { name: /^Developer/ }).uncheck();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save roles" }).click();
  await expect(page.getByRole("row", { name: new RegExp(email) })).toContainText("Agent manager");

  await act(page, "Nina Nieuw", "Deactivate");
  await page.getByRole("button", { name: "Deactivate", exact: true }).click();
  await expect(page.getByRole("row", { name: new RegExp(email) })).toContainText("Deactivated");
  await guest.goto(onHost(workspace.slug, "/members"));
  await expect(guest).toHaveURL(/\/no-access/);

  await act(page, "Nina Nieuw", "Reactivate");
  await expect(page.getByRole("row", { name: new RegExp(email) })).toContainText("Active");
  await guest.goto(onHost(workspace.slug, "/members"));
  await expect(guest.getByRole("heading", { name: "Members", level: 1 })).toBeVisible();

  await act(page, "Nina Nieuw", "Remove from workspace");
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  // While the dialog is open the table is inert and shows no row to anybody: "gone" would pass before the removal.
  await expect(page.getByRole("row", { name: new RegExp(workspace.owner) })).toBeVisible();
  await expect(page.getByRole("row", { name: new RegExp(email) })).toHaveCount(0);
  await guest.goto(onHost(workspace.slug, "/members"));
  await expect(guest).toHaveURL(/\/no-access/);
});

test("every address gets its own answer", async ({ page }) => {
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  await invite(page, workspace, `new-${workspace.slug}@e2e.example, ${workspace.viewer}; nonsense`, "Viewer");
  const results = page.getByRole("list", { name: "What happened to each address" });
  await expect(results.getByRole("listitem")).toHaveText([
    /Invited$/,
    /Already a member$/,
    /Not a valid address$/,
  ]);
  await expectAccessible(page);
});

test("a list is checked row by row and sent, somebody joins, and a full workspace shows the way on", async ({
  page,
  browser,
}) => {
  test.slow();
  const [workspace, elsewhere] = await Promise.all([makeWorkspace(), makeWorkspace()]);
  const guestEmail = elsewhere.owner;
  const at = `${workspace.slug}@e2e.example`;
  const csv = [
    "E-mail;Role;Name",
    `${guestEmail.toUpperCase()};Developer;"Owner; Olga"`,
    `one-${at};;`,
    `two-${at};viewer;`,
    `no seat;viewer;`,
    `three-${at};emperor;`,
    `${workspace.viewer};viewer;`,
    `one-${at};viewer;`,
    `four-${at};viewer;`,
  ].join("\r\n");
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(workspace.slug, "/members?dialog=invite"));
  await expect(page.getByText("3 seats left")).toBeVisible();
  await page.getByRole("link", { name: "Invite from a list" }).click();
  await page.waitForURL(/\/members\/invitations\/import/);
  await expectAccessible(page);
  const file = { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(`\uFEFF${csv}`) };
  await page.getByLabel("CSV file").setInputFiles(file);
  await page.getByRole("button", { name: "Check the list" }).click();
  const rows = page.getByRole("region", { name: "Rows of the list" }).getByRole("row");
  await expect(rows).toHaveText([
    /Line/,
    /Developer.*Owner; Olga.*Ready to send/,
    /one-.*Ready to send/,
    /two-.*Ready to send/,
    /no seat.*Not a valid address/,
    /emperor.*No such role/,
    /Already a member/,
    /Twice in the list/,
    /four-.*No seat left/,
  ]);
  await expect(page.getByText("3 people can be invited, 5 rows cannot be sent.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send 3 invitations" }).click();
  await expect(page.getByText("3 of 8 rows invited.")).toBeVisible({ timeout: 20_000 });
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the results" }).click();
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);

  const guest = await newPage(browser);
  await signIn(guest, elsewhere, guestEmail);
  await guest.goto(await invitationLink(guestEmail));
  await guest.getByRole("button", { name: "Accept invitation" }).click();
  await guest.waitForURL((url) => url.href.startsWith(onHost(workspace.slug)));

  await page.goto(onHost(workspace.slug, "/members"));
  await expect(page.getByRole("row", { name: new RegExp(guestEmail) })).toContainText("Developer");
  await expect(page.getByText("5 of 5 seats, 2 pending.")).toBeVisible();
  await expect(page.getByText("All 5 seats are taken")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Invite people" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite people" });
  await dialog.getByLabel("E-mail addresses").fill(`late-${at}`);
  await dialog.getByRole("button", { name: "Send invitations" }).click();
  await expect(dialog.getByText(/^Every seat of this workspace is taken/)).toBeVisible();
  await dialog.getByRole("link", { name: "See plans" }).click();
  await page.waitForURL(/\/billing/);
  await expect(page.getByRole("meter", { name: "Seats of this workspace" })).toBeVisible();
});

test("the last admin cannot leave and is told why", async ({ page }) => {
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(workspace.slug, "/members"));
  await act(page, "Olga Owner", "Leave workspace");
  await page.getByRole("button", { name: "Leave workspace" }).click();
  await expect(page.getByRole("alert")).toContainText("at least one tenant admin");
});

test("no invitation ends in a dead end", async ({ page, browser }) => {
  test.slow();
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  const emails = ["revoked", "expired", "other"].map((name) => `${name}-${workspace.slug}@e2e.example`);
  const [revoked = "", expired = "", other = ""] = emails;
  await invite(page, workspace, emails.join(" "), "Viewer");
  await page.goto(onHost(workspace.slug, "/members/invitations"));
  await act(page, revoked, "Revoke");
  await page.getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(page.getByRole("row", { name: new RegExp(revoked) })).toContainText("Revoked");
  await expireInvitation(expired);

  const guest = await newPage(browser);
  await guest.goto(onRoot("/invitations/accept#nonsense"));
  await expect(guest.getByRole("heading", { name: "This link does not work" })).toBeVisible();
  await expectAccessible(guest);
  await guest.goto(await invitationLink(revoked));
  await expect(guest.getByRole("heading", { name: "This invitation was revoked" })).toBeVisible();
  await guest.goto(await invitationLink(expired));
  await expect(guest.getByRole("heading", { name: "This invitation has expired" })).toBeVisible();
  await expectAccessible(guest);
  await guest.getByRole("button", { name: "Ask for a new invitation" }).click();
  await expect(guest.getByText("We passed your question on.")).toBeVisible();
  await receiveMail(workspace.owner, "asks for an invitation");

  await signIn(guest, workspace, workspace.viewer);
  await guest.goto(await invitationLink(other));
  await expect(guest.getByRole("heading", { name: /You are a member of/ })).toBeVisible();
  const stranger = await makeWorkspace();
  const outsider = await newPage(browser);
  await signIn(outsider, stranger, stranger.owner);
  await outsider.goto(await invitationLink(other));
  await expect(outsider.getByRole("heading", { name: "This invitation is for somebody else" })).toBeVisible();
  await expectAccessible(outsider);
  await outsider.getByRole("button", { name: "Switch account" }).click();
  await outsider.waitForURL(/\/sign-in/);
  await expect(outsider.getByLabel("E-mail address")).toHaveValue(other);
});

test("people and roles read well on a phone, in the dark and in Dutch", async ({ page }) => {
  const workspace = await makeWorkspace();
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, workspace, workspace.viewer);
  const { hostname } = new URL(onHost(workspace.slug));
  await page.context().addCookies([{ name: "atrium.locale", value: "nl", domain: hostname, path: "/" }]);
  for (const path of ["/members", "/members/invitations", "/members/roles"]) {
    await page.goto(onHost(workspace.slug, path));
    await expect(page.getByRole("heading", { name: "Leden", level: 1 })).toBeVisible();
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
});

async function expireInvitation(email: string): Promise<void> {
  const client = new pg.Client({ connectionString: product.databaseUrl });
  await client.connect();
  try {
    await client.query(
      "update shared.invitations set expires_at = now() - interval '1 hour' where email = $1",
      [email],
    );
  } finally {
    await client.end();
  }
}
