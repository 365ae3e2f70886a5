import type { Page } from "@playwright/test";
import { awake, expect, expectAccessible, test } from "./fixtures";
import { onHost } from "./product";
import { makeWorkspace, signIn } from "./workspace";

async function makeTeam(page: Page, open: string, name: string): Promise<void> {
  await page.getByRole("button", { name: open }).click();
  const dialog = page.getByRole("dialog", { name: "New team" });
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByRole("button", { name: "Create team" }).click();
  await expect(page.getByText(`${name} was created.`)).toBeVisible();
}

test("what a team above hands down counts with the next request, and ends with the membership", async ({
  page,
  browser,
}) => {
  const workspace = await makeWorkspace();
  const [teams, keys] = [onHost(workspace.slug, "/teams"), onHost(workspace.slug, "/settings/api-keys")];
  await signIn(page, workspace, workspace.owner);
  const vera = awake(await (await browser.newContext()).newPage());
  await signIn(vera, workspace, workspace.viewer);
  expect((await vera.goto(keys))?.status()).toBe(403);

  await page.goto(teams);
  await makeTeam(page, "New team", "Product");
  await page.getByRole("link", { name: "Product", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Product", level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Give a role" }).click();
  const give = page.getByRole("dialog", { name: "Give Product a role" });
  await give.getByLabel("Role", { exact: true }).selectOption("developer");
  await give.getByRole("checkbox", { name: /For the teams below too/ }).check();
  await give.getByRole("button", { name: "Give role" }).click();
  await expect(page.getByText("Product has the role Developer now.")).toBeVisible();
  await makeTeam(page, "New team below", "Web");
  await page.getByRole("list", { name: "Teams below" }).getByRole("link", { name: "Web" }).click();
  await expect(page.getByRole("heading", { name: "Web", level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Add somebody" }).click();
  const add = page.getByRole("dialog", { name: "Add somebody to Web" });
  await add.getByRole("combobox").fill("vera");
  await add.getByRole("option", { name: /Vera Viewer/ }).click();
  await add.getByRole("button", { name: "Add to team" }).click();
  await expect(page.getByText("Vera Viewer is in Web now.")).toBeVisible();
  await expectAccessible(page);
  expect((await vera.goto(keys))?.status()).toBe(200);

  await page.goto(onHost(workspace.slug, "/members"));
  await expect(page.getByRole("row", { name: /Vera Viewer/ })).toContainText(
    "Developer through Web, from Product",
  );
  await page.goto(teams);
  await page.getByRole("button", { name: "Fold Product" }).click();
  await expect(page.getByRole("link", { name: "Web" })).toHaveCount(0);
  await page.getByRole("button", { name: "Unfold Product" }).press("Enter");
  await page.getByRole("link", { name: "Web" }).click();
  await page.getByRole("button", { name: "Actions for Vera Viewer" }).click();
  await page.getByRole("menuitem", { name: "Take out of the team" }).click();
  await expect(page.getByText("Vera Viewer is out of the team.")).toBeVisible();
  expect((await vera.goto(keys))?.status()).toBe(403);
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete team" }).click();
  await page.waitForURL(teams);
  await expect(page.getByRole("link", { name: "Product" })).toBeVisible();
});
