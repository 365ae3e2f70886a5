import pg from "pg";
import { expect, expectAccessible, test } from "./fixtures";
import { onHost, product } from "./product";
import { signInAsStaff } from "./staff";
import { makeWorkspace } from "./workspace";

/** As a run leaves a workspace whose migration failed, though its schema has come right since. */
async function markFailed(tenantId: string): Promise<void> {
  const client = new pg.Client({ connectionString: product.databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into migrations.fleet (tenant_id, ring, state, attempts, error)
       values ($1, 'all', 'failed', 1, 'canceling statement due to lock timeout')`,
      [tenantId],
    );
  } finally {
    await client.end();
  }
}

test("staff see a migration that failed, have it tried again, and say what a cell is for", async ({
  page,
  context,
}) => {
  test.slow();
  const workspace = await makeWorkspace();
  await markFailed(workspace.id);
  await signInAsStaff(page);
  await page.goto(onHost("admin", `/migrations?f.state=failed&q=${workspace.slug}`));
  await expect(page.getByRole("heading", { name: "Cell main" })).toBeVisible();
  const row = page.getByRole("row", { name: new RegExp(workspace.slug) });
  await expect(row).toContainText("lock timeout");
  await expectAccessible(page);
  await row.getByRole("button", { name: /again/ }).click();
  await expect(page.getByText(/is migrated again in a moment/)).toBeVisible();
  await expect(async () => {
    await page.goto(onHost("admin", `/migrations?q=${workspace.slug}`));
    await expect(row).toContainText("Up to date", { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });

  await page.getByRole("button", { name: "Change cell main" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel("At most this many workspaces").fill("1200");
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect(dialog.getByText("Fill in this field.")).toBeVisible();
  await dialog.getByLabel("Reason").fill("More memory since Monday");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("Cell main changed")).toBeVisible();
  await expect(page.getByText(/of 1,200/)).toBeVisible();
  await page.goto(onHost("admin", "/audit"));
  await expect(page.getByRole("cell", { name: "Migration tried again" }).first()).toBeVisible();
  await expect(page.getByRole("cell", { name: "Cell changed" }).first()).toBeVisible();

  await context.addCookies([
    { name: "atrium.locale", value: "nl", url: onHost("admin") },
    { name: "atrium.theme", value: "dark", url: onHost("admin") },
  ]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(onHost("admin", "/migrations"));
  await expect(page.getByRole("heading", { name: "Migraties", level: 1 })).toBeVisible();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
