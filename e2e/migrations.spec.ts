import { arrange } from "./arrange";
import { expect, expectAccessible, test } from "./fixtures";
import { onHost } from "./product";
import { createSuperAdmin, enrol } from "./staff";
import { makeWorkspace } from "./workspace";

const WORKER_MS = 30_000;

test("staff see why a workspace's migration failed and have it tried again", async ({ page }) => {
  test.slow();
  const [staff, workspace] = await Promise.all([createSuperAdmin(), makeWorkspace()]);
  await arrange("fail-migration", workspace.id);
  await enrol(page, staff);
  await page.goto(onHost("admin", "/migrations?f.state=failed"));
  await expect(page.getByRole("heading", { name: "Cell main" })).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: workspace.slug });
  await expect(row).toContainText("in the way");
  await expectAccessible(page);

  await page.goto(onHost("admin", `/migrations?q=${workspace.slug}`));
  await row.getByRole("button").click();
  await expect(page.getByText("is migrated again in a moment").first()).toBeVisible();
  // What stood in the way is still there: the file's own error takes the place of the old one.
  await expect(row).toContainText("already exists", { timeout: WORKER_MS });

  await arrange("fail-migration", workspace.id, "clear");
  await row.getByRole("button").click();
  await expect(row).toContainText("Up to date", { timeout: WORKER_MS });
  await expect(row.getByRole("button")).toHaveCount(0);
});
