import { arrange } from "./arrange";
import { expect, expectAccessible, test } from "./fixtures";
import { onHost, onRoot } from "./product";
import { makeWorkspace, signIn } from "./workspace";

test.describe("API keys", () => {
  test.use({ permissions: ["clipboard-read", "clipboard-write"] });

  test("a key is made, shown once, used and revoked", async ({ page }) => {
    test.slow();
    const workspace = await makeWorkspace();
    await signIn(page, workspace, workspace.owner);
    await page.goto(onHost(workspace.slug, "/settings/api-keys"));
    await expect(page.getByRole("heading", { name: "No API keys yet" })).toBeVisible();
    await expectAccessible(page);

    await page.getByRole("button", { name: "Create API key" }).click();
    const dialog = page.getByRole("alertdialog");
    await dialog.getByRole("button", { name: "Create key" }).click();
    await expect(dialog.getByText("Choose at least one scope.")).toBeVisible();
    await dialog.getByLabel("Name", { exact: true }).fill("Build server");
    await dialog.getByRole("button", { name: "Read only" }).click();
    await expectAccessible(page);
    await arrange("age-sessions", workspace.owner);
    await dialog.getByRole("button", { name: "Create key" }).click();
    const proof = page.getByRole("alertdialog", { name: "Confirm that it is you" });
    await proof.getByLabel("Your password").fill(workspace.password);
    await proof.getByRole("button", { name: "Confirm" }).click();
    await expect(proof).toBeHidden();

    const shown = dialog.getByTestId("new-api-key");
    await expect(shown).toHaveText(/^ak_live_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
    const key = (await shown.textContent()) ?? "";
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Copy API key" }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
    await dialog.getByRole("button", { name: "curl" }).click();
    await expect(dialog.getByText(`Authorization: Bearer ${key}`)).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Done" })).toBeDisabled();
    await dialog.getByLabel("I stored it").check();
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(dialog).toBeHidden();

    const row = page.getByRole("row", { name: /Build server/ });
    await expect(row).toContainText("Not used yet");
    await expect(page.getByText(key)).toHaveCount(0);
    const usage = onHost(workspace.slug, "/api/v1/usage");
    const headers = { authorization: `Bearer ${key}` };
    const answer = await fetch(usage, { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("x-quota-used")).toBe("1");
    expect((await fetch(onRoot("/api/v1/usage"), { headers })).status).toBe(200);
    await page.reload();
    await expect(row).not.toContainText("Not used yet");
    await expectAccessible(page);

    await row.getByRole("button", { name: "Actions for Build server" }).click();
    await page.getByRole("menuitem", { name: "Change" }).click();
    const change = page.getByRole("dialog");
    await change.getByLabel("Addresses").fill("198.51.100.0/24");
    await expectAccessible(page);
    await change.getByRole("button", { name: "Save changes" }).click();
    await expect(row).toContainText("From 1 address");
    expect((await fetch(usage, { headers })).status).toBe(403);

    await row.getByRole("button", { name: "Actions for Build server" }).click();
    await page.getByRole("menuitem", { name: "Rotate" }).click();
    await dialog.getByRole("button", { name: "Rotate key" }).click();
    await expect(dialog.getByTestId("new-api-key")).not.toHaveText(key);
    await dialog.getByLabel("I stored it").check();
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(row.first()).toBeVisible();
    const old = row.filter({ hasText: "Replaced by a newer key" });
    await expect(old).toBeVisible();

    await old.getByRole("button", { name: "Actions for Build server" }).click();
    await page.getByRole("menuitem", { name: "Revoke" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Revoke key" }).click();
    await expect(row.filter({ hasText: "Revoked" })).toHaveCount(1);
    const refused = await fetch(usage, { headers });
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ code: "unauthenticated" });

    await page.getByRole("button", { name: "Create API key" }).click();
    await dialog.getByLabel("Name", { exact: true }).fill("Watcher");
    await dialog.getByRole("radio", { name: /^Roles/ }).check();
    await dialog.getByRole("checkbox", { name: /^Viewer/ }).check();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Create key" }).click();
    const bound = (await dialog.getByTestId("new-api-key").textContent()) ?? "";
    await dialog.getByLabel("I stored it").check();
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(page.getByRole("row", { name: /Watcher/ })).toContainText("Role: Viewer");
    const asViewer = { headers: { authorization: `Bearer ${bound}` } };
    expect((await fetch(usage, asViewer)).status).toBe(200);
    const keys = await fetch(onHost(workspace.slug, "/api/v1/api-keys"), asViewer);
    expect(await keys.json()).toMatchObject({ reason: "key_role_lacks_permission" });
  });

  test("a service account's key lives by its roles, a personal token by its person", async ({ page }) => {
    test.slow();
    const workspace = await makeWorkspace();
    const usage = onHost(workspace.slug, "/api/v1/usage");
    const call = async (key: string) =>
      (await fetch(usage, { headers: { authorization: `Bearer ${key}` } })).status;
    await signIn(page, workspace, workspace.owner);
    await page.goto(onHost(workspace.slug, "/settings/service-accounts"));
    await page.getByRole("button", { name: "Create service account" }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel(/^Name/).fill("Importer");
    await form.getByRole("checkbox", { name: /^Viewer/ }).check();
    await expectAccessible(page);
    await form.getByRole("button", { name: "Create", exact: true }).click();
    const row = page.getByRole("row", { name: /Importer/ });
    await expect(row).toContainText("Viewer");
    const act = async (action: string) => {
      await row.getByRole("button", { name: "Actions for Importer" }).click();
      await page.getByRole("menuitem", { name: action }).click();
    };
    const dialog = page.getByRole("alertdialog");
    const makeKey = async () => {
      await dialog.getByLabel("Name", { exact: true }).fill("Nightly");
      await dialog.getByRole("button", { name: "Read only" }).click();
      await dialog.getByRole("button", { name: "Create key" }).click();
      const key = (await dialog.getByTestId("new-api-key").textContent()) ?? "";
      await dialog.getByLabel("I stored it").check();
      await dialog.getByRole("button", { name: "Done" }).click();
      await expect(dialog).toBeHidden();
      return key;
    };
    await act("Create key");
    const key = await makeKey();
    await expect(row).toContainText("1 key");
    expect(await call(key)).toBe(200);
    await act("Disable");
    await dialog.getByRole("button", { name: "Disable" }).click();
    await expect(row).toContainText("Disabled");
    expect(await call(key)).toBe(401);
    await expectAccessible(page);

    await page.goto(onHost(workspace.slug, "/profile/tokens"));
    await page.getByRole("button", { name: "Create personal token" }).click();
    const token = await makeKey();
    expect(token).toMatch(/^atp_live_/);
    expect(await call(token)).toBe(200);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Actions for Nightly" }).click();
    await page.getByRole("menuitem", { name: "Revoke" }).click();
    await dialog.getByRole("button", { name: "Revoke key" }).click();
    await expect(page.getByRole("row", { name: /Nightly/ })).toContainText("Revoked");
    expect(await call(token)).toBe(401);
  });

  test("a key of one workspace finds nothing on another's host", async ({ page }) => {
    const [mine, other] = [await makeWorkspace(), await makeWorkspace()];
    await signIn(page, mine, mine.owner);
    const key = await page.evaluate(async () => {
      const response = await fetch("/api/v1/api-keys", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ name: "Test", scopes: ["usage:read"] }),
      });
      return ((await response.json()) as { key: string }).key;
    });
    const headers = { authorization: `Bearer ${key}` };
    expect((await fetch(onHost(mine.slug, "/api/v1/usage"), { headers })).status).toBe(200);
    expect((await fetch(onHost(other.slug, "/api/v1/usage"), { headers })).status).toBe(404);
    const named = { ...headers, "x-tenant": other.slug };
    expect((await fetch(onRoot("/api/v1/usage"), { headers: named })).status).toBe(404);
  });

  test("what a key's own rate and a plan's limit refuse has a receipt that shows the counter", async ({
    page,
  }) => {
    const workspace = await makeWorkspace();
    await signIn(page, workspace, workspace.owner);
    const post = (path: string, body: object) =>
      page.evaluate(
        async ([to, content]) => {
          const response = await fetch(to, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: content,
          });
          return { status: response.status, body: (await response.json()) as Record<string, string> };
        },
        [`/api/v1${path}`, JSON.stringify(body)] as const,
      );
    const made = await post("/api-keys", { name: "Slow", scopes: ["usage:read"], rate_per_minute: 2 });
    const usage = onHost(workspace.slug, "/api/v1/usage");
    const call = () => fetch(usage, { headers: { authorization: `Bearer ${made.body.key}` } });
    expect([(await call()).status, (await call()).status]).toEqual([200, 200]);
    const third = await call();
    expect([third.status, third.headers.get("ratelimit-policy")]).toEqual([429, '"key";q=2;w=60']);
    const refused = (await third.json()) as { detail: string; receipt: string };
    expect(refused.detail).toContain("This key may make 2 requests a minute.");
    const open = async (receipt: string) => {
      await page.goto(new URL(receipt, usage).href);
      await expect(page.getByRole("heading", { name: "Why this was refused", level: 1 })).toBeVisible();
    };
    await open(refused.receipt);
    await expect(page.getByText("API key Slow")).toBeVisible();
    await expect(page.getByText("Requests a minute of this key").first()).toBeVisible();
    await expect(page.getByText("2 of 2 used")).toBeVisible();
    await expectAccessible(page);

    let agent = { status: 0, body: {} as Record<string, string> };
    for (let count = 1; agent.status !== 402 && count <= 12; count += 1) {
      agent = await post("/agents", { catalogue_key: "quality_guardian", name: `Agent ${count}` });
    }
    expect(agent).toMatchObject({ status: 402, body: { code: "limit_reached", subject: "agents" } });
    await open(agent.body.receipt ?? "");
    await expect(page.getByText("Number of agents").first()).toBeVisible();
    await expectAccessible(page);
  });

  test("a viewer is told who can help", async ({ page }) => {
    const workspace = await makeWorkspace();
    await signIn(page, workspace, workspace.viewer);
    await page.goto(onHost(workspace.slug, "/settings/api-keys"));
    await expect(page.getByRole("heading", { name: "Your role does not open this page" })).toBeVisible();
    await expectAccessible(page);
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const [locale, title] of [
    ["en-GB", "API reference"],
    ["nl-NL", "API-documentatie"],
  ] as const) {
    test.describe(`the API reference in ${colorScheme}, ${locale}`, () => {
      test.use({
        colorScheme,
        locale,
        viewport: { width: colorScheme === "dark" ? 390 : 1280, height: 900 },
      });

      test("is readable and leads from an endpoint to its errors", async ({ page }) => {
        await page.goto(onRoot("/docs/api"));
        await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
        await expectAccessible(page);
        await page.goto(onRoot("/docs/api/usage"));
        await expect(page.locator("#post_usage")).toContainText("idempotency_key");
        await expectAccessible(page);
        const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(width).toBeLessThanOrEqual(0);
        await page.locator("#get_usage").getByRole("link", { name: "quota_exceeded" }).click();
        await expect(page).toHaveURL(/\/docs\/api#error-quota_exceeded$/);
        await expect(page.locator("#error-quota_exceeded")).toBeInViewport();
      });
    });
  }
}

test("the OpenAPI document is public and names every endpoint of the reference", async () => {
  const response = await fetch(onRoot("/api/v1/openapi.json"));
  expect(response.status).toBe(200);
  const document = (await response.json()) as { openapi: string; paths: Record<string, unknown> };
  expect(document.openapi).toBe("3.1.0");
  expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(["/api/v1/usage", "/api/v1/api-keys"]));
});
