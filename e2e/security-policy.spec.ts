import { arrange } from "./arrange";
import { awake, expect, expectAccessible, test, untilAwake } from "./fixtures";
import { savePolicy } from "./policy";
import { onHost, onRoot } from "./product";
import { makeWorkspace, signIn } from "./workspace";

test("an allowlist refuses to lock its editor out, then says what it does and is saved", async ({ page }) => {
  test.slow();
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(workspace.slug, "/settings/ip-allowlist"));
  await page.getByRole("switch", { name: "Allow listed addresses only" }).check();
  await page.getByRole("button", { name: "Add address", exact: true }).click();
  await page.getByLabel("Address or block 1").fill("203.0.113.0/24");
  await page.getByRole("button", { name: "Review and save" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "you would lock yourself out" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Add mine/ }).click();
  await page.getByRole("button", { name: "Review and save" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByTestId("policy-impact")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save policy" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Security policy saved").first()).toBeVisible();
  await page.getByLabel("Address", { exact: true }).fill("203.0.113.9");
  await expect(page.getByTestId("address-verdict")).toContainText("Allowed by 203.0.113.0/24");
  await page.getByLabel("Address", { exact: true }).fill("198.51.100.1");
  await expect(page.getByTestId("address-verdict")).toContainText("Refused");
  await page.goto(onHost(workspace.slug, "/settings/integrations"));
  await expect(page.getByRole("article", { name: "Slack" })).toContainText("Starter");
  await expect(page.getByRole("article", { name: "Mail server" })).toContainText("Professional");
});

test("sessions, passwords, domains and the life of keys: each is saved on its card and acts", async ({
  page,
  browser,
}) => {
  test.slow();
  const workspace = await makeWorkspace();
  const { slug, viewer, password } = workspace;
  const key = await arrange<string>("add-old-key", workspace.id, workspace.owner);
  const ask = async () =>
    (await fetch(onRoot("/api/v1/agents"), { headers: { authorization: `Bearer ${key}` } })).status;
  expect(await ask()).toBe(200);
  await signIn(page, workspace, workspace.owner);
  const vera = awake(await (await browser.newContext({ locale: "en-GB" })).newPage());
  await signIn(vera, workspace, viewer);
  await page.goto(onHost(slug, "/settings/security"));

  const stopping = await savePolicy(page, "Life of API keys", (card) =>
    card.getByLabel("At most").selectOption("30"),
  );
  expect(stopping).toContain("1 API key stops at once: Old key.");
  expect(await ask()).toBe(401);

  // The session that nobody has used for ten minutes is over; the others go on.
  await arrange("idle-sessions", viewer);
  await savePolicy(page, "Sessions", (card) => card.getByLabel("Without use").selectOption("5"));
  await vera.goto(onHost(slug, "/agents"));
  await vera.waitForURL(/\/sign-in/);

  const longer = await savePolicy(page, "Passwords", (card) => card.getByLabel("Minimum length").fill("20"));
  expect(longer).toContain("choose another after the next sign-in");
  await signIn(vera, workspace, viewer);
  await expect(vera.getByRole("heading", { name: "Choose a longer password" })).toBeVisible();
  await expectAccessible(vera);
  await vera.getByLabel("Current password").fill(password);
  await vera.getByLabel("New password", { exact: true }).fill("seven quiet lanterns 42");
  await vera.getByRole("button", { name: "Change password" }).click();
  await vera.waitForURL(onHost(slug));
  await vera.context().close();

  await savePolicy(page, "E-mail domains", (card) => card.getByLabel("Allowed domains").fill("e2e.example"));
  await page.goto(onHost(slug, "/members?dialog=invite"));
  await untilAwake(page);
  const dialog = page.getByRole("dialog", { name: "Invite people" });
  await dialog.getByLabel("E-mail addresses").fill(`in-${slug}@e2e.example out-${slug}@else.example`);
  await dialog.getByRole("button", { name: "Send invitations" }).click();
  await expect(
    page.getByRole("list", { name: "What happened to each address" }).getByRole("listitem"),
  ).toHaveText([/Invited$/, /Domain not allowed by the security policy$/]);
});
