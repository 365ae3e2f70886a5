import type { Page } from "@playwright/test";
import { arrange } from "./arrange";
import { awake, expect, expectAccessible, test } from "./fixtures";
import { onHost } from "./product";
import { makeWorkspace, signIn } from "./workspace";

async function act(page: Page, row: string, action: string): Promise<void> {
  await page.getByRole("button", { name: row }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

const stateOf = (page: Page, permission: string, state: string) =>
  page.getByRole("group", { name: permission, exact: true }).getByRole("radio", { name: state });

test("a role is made from a copy, changed with its effect in sight, missed, asked for and given for a day", async ({
  page,
  browser,
}) => {
  test.slow();
  const workspace = await makeWorkspace();
  await arrange("override-feature", workspace.accountId, "custom_roles");
  const keys = onHost(workspace.slug, "/settings/api-keys");
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(workspace.slug, "/members/roles"));
  await act(page, "Actions for Developer", "Duplicate");
  await page.waitForURL(/\/members\/roles\/new\?from=/);
  await expect(stateOf(page, "API keys: view", "Allow")).toBeChecked();
  await page.getByLabel("Name", { exact: true }).fill("Agent maker");
  await page.getByRole("searchbox", { name: "Search permissions" }).fill("make agents");
  await stateOf(page, "Agents: create", "Allow").check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make role" }).click();
  await expect(page.getByText("The role Agent maker is ready")).toBeVisible();

  await page.goto(onHost(workspace.slug, "/members"));
  await act(page, "Actions for Vera Viewer", "Change roles");
  await page.getByRole("checkbox", { name: /^Agent maker/ }).check();
  await page.getByRole("button", { name: "Save roles" }).click();
  await expect(page.getByText("Vera Viewer is now Viewer, Agent maker")).toBeVisible();

  const vera = awake(await (await browser.newContext()).newPage());
  await signIn(vera, workspace, workspace.viewer);
  await vera.goto(keys);
  await expect(vera.getByRole("heading", { name: "API keys", level: 1 })).toBeVisible();

  await page.goto(onHost(workspace.slug, "/members/roles"));
  await page.getByRole("link", { name: "Agent maker" }).click();
  await page.waitForURL(/\/members\/roles\/[0-9a-f-]{36}$/);
  await stateOf(page, "API keys: view", "Not granted").check();
  await stateOf(page, "Usage: view", "Deny").check();
  await page.getByRole("button", { name: "Review changes" }).click();
  const diff = page.getByTestId("role-diff");
  await expect(diff).toContainText("Vera Viewer loses API keys: view");
  await expect(diff).toContainText("Usage: view");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("The role Agent maker is changed")).toBeVisible();

  await page.goto(onHost(workspace.slug, "/members/roles"));
  await act(page, "Actions for Agent maker", "Preview as this role");
  await expect(page.getByRole("heading", { name: "Preview as Agent maker", level: 1 })).toBeVisible();
  const line = (text: RegExp) => page.getByRole("listitem").filter({ hasText: text });
  await expect(line(/Usage: view.*Denied by this role/)).toBeVisible();
  await expect(line(/Agents: create.*Allowed/)).toBeVisible();
  await expectAccessible(page);

  await vera.goto(keys);
  await vera.getByRole("link", { name: "Why?" }).click();
  await expect(vera.getByRole("heading", { name: "Why this was refused", level: 1 })).toBeVisible();
  await expect(vera.getByText("Page /settings/api-keys")).toBeVisible();
  await expectAccessible(vera);
  await vera.getByLabel("What you need it for").fill("To rotate our key");
  await vera.getByRole("button", { name: "Ask for access" }).click();
  await expect(vera.getByText("You have asked for this. The answer comes by mail.")).toBeVisible();

  await page.goto(onHost(workspace.slug, "/members/requests"));
  await expect(page.getByRole("row", { name: /Vera Viewer/ })).toContainText("To rotate our key");
  await act(page, "Actions for the request of Vera Viewer", "Grant a role");
  await page
    .getByLabel("Role", { exact: true })
    .selectOption({ label: "Developer: has what they asked for" });
  await expectAccessible(page);
  await page.getByRole("button", { name: "Grant role" }).click();
  await expect(page.getByText("Vera Viewer has the role")).toBeVisible();
  await vera.goto(keys);
  await expect(vera.getByRole("heading", { name: "API keys", level: 1 })).toBeVisible();

  await page.goto(onHost(workspace.slug, "/members"));
  await expect(page.getByRole("row", { name: /Vera Viewer/ })).toContainText(/Developer until/);
  await act(page, "Actions for Vera Viewer", "Why can or can't they…");
  await page.waitForURL(/\/settings\/access/);
  await page.getByRole("combobox", { name: "Does what" }).fill("agents:create");
  await page.getByRole("option", { name: /agents:create/ }).click();
  await page.getByRole("button", { name: "Explain" }).click();
  await expect(page.getByText("Yes: Vera Viewer can do “Agents: create”")).toBeVisible();
  await expect(page.getByText("Agent maker allows it")).toBeVisible();
  await expectAccessible(page);
  const who = page.getByRole("combobox", { name: "Who", exact: true });
  await expect(who).toHaveValue(/Vera Viewer/);
  await who.fill("nobody of this name");
  await expect(page.getByText("No matches").first()).toBeVisible();
  await who.fill("vera vi");
  await expect(page.getByRole("option", { name: /Vera Viewer/ })).toBeVisible();
  await who.press("Enter");
  await expect(who).toHaveValue(/Vera Viewer/);

  await page.goto(onHost(workspace.slug, "/members/roles"));
  await act(page, "Actions for Agent maker", "Delete");
  const dialog = page.getByRole("alertdialog", { name: "Delete the role Agent maker?" });
  await expect(dialog).toContainText("It is in use: 1 person.");
  await dialog.getByLabel("Role they get instead").selectOption({ label: "Developer" });
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Delete role" }).click();
  await expect(page.getByText("The role Agent maker is deleted")).toBeVisible();
  await page.goto(onHost(workspace.slug, "/members"));
  const held = page.getByRole("row", { name: /Vera Viewer/ });
  await expect(held).toContainText("Developer");
  await expect(held).not.toContainText("Agent maker");
});
