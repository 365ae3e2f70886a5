import type { Page } from "@playwright/test";
import { arrange } from "./arrange";
import { awake, expect, expectAccessible, test, untilAwake } from "./fixtures";
import { onHost, onRoot } from "./product";
import { makeWorkspace, signIn } from "./workspace";

const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/** Calls the protocol as Entra does: without a browser, with the token alone. */
function provider(token: string) {
  return async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(onRoot(`/api/scim/v2${path}`), {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/scim+json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === "" ? {} : JSON.parse(text)) as { id: string } };
  };
}

async function switchOn(page: Page): Promise<string> {
  await page.getByRole("link", { name: "Open directory sync" }).click();
  await page.waitForURL(/\/directory$/);
  await untilAwake(page);
  await page.getByRole("button", { name: "Switch on" }).click();
  await expect(page.getByText("Directory sync is on").first()).toBeVisible();
  await expect(page.getByText(onRoot("/api/scim/v2"))).toBeVisible();
  await page.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name: "Make token" }).click();
  const shown = dialog.getByTestId("new-scim-token");
  await expect(shown).toHaveText(/^scim_[0-9A-Za-z]{49}$/);
  const token = (await shown.textContent()) ?? "";
  await expectAccessible(page);
  await dialog.getByLabel("I have stored this token").check();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(token)).toHaveCount(0);
  await expectAccessible(page);
  return token;
}

test("a provider adds people with roles by group, and who it deactivates is out with the next click", async ({
  page,
  browser,
}) => {
  test.slow();
  const workspace = await makeWorkspace();
  const { slug } = workspace;
  const domain = `${slug}.acme-people.com`;
  const mia = `mia@${domain}`;
  const connection = await arrange<string>(
    "make-scim-workspace",
    workspace.id,
    workspace.accountId,
    domain,
    mia,
  );
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(slug, `/settings/single-sign-on/${connection}`));
  const ask = provider(await switchOn(page));

  const entry = (name: string) => ({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
    externalId: `oid-${name}`,
    userName: `${name}@${domain}`,
    active: true,
    emails: [{ primary: true, type: "work", value: `${name}@${domain}` }],
    name: { givenName: name === "mia" ? "Mia" : "Leo", familyName: "Member" },
  });
  const member = await ask("POST", "/Users", entry("mia"));
  expect([member.status, (await ask("POST", "/Users", entry("leo"))).status]).toEqual([201, 201]);
  expect((await ask("POST", "/Users", entry("mia"))).status).toBe(409);
  const group = await ask("POST", "/Groups", { displayName: "Engineering", externalId: "oid-engineering" });
  const operation = { op: "Add", path: "members", value: [{ value: member.body.id }] };
  const added = await ask("PATCH", `/Groups/${group.body.id}`, { schemas: [PATCH], Operations: [operation] });
  expect(added.status).toBe(204);

  await page.goto(onHost(slug, `/settings/single-sign-on/${connection}/directory/groups`));
  const row = page.getByRole("row", { name: /Engineering/ });
  await expect(row).toContainText("No role");
  await expectAccessible(page);
  await row.getByRole("button", { name: "Actions for Engineering" }).click();
  await page.getByRole("menuitem", { name: "Change roles" }).click();
  const roles = page.getByRole("dialog");
  await roles.getByLabel("Developer").check();
  await expectAccessible(page);
  await roles.getByRole("button", { name: "Save roles" }).click();
  await expect(roles).toBeHidden();
  await expect(row).toContainText("Developer");

  await page.goto(onHost(slug, "/members"));
  await expect(page.getByRole("row", { name: /Mia Member/ })).toContainText("Developer");
  await expect(page.getByRole("row", { name: /Leo Member/ })).toContainText("Viewer");

  const context = await browser.newContext();
  const visitor = awake(await context.newPage());
  await signIn(visitor, workspace, mia);
  await expect(visitor.getByRole("main")).toBeVisible();
  const off = { schemas: [PATCH], Operations: [{ op: "Replace", path: "active", value: "False" }] };
  expect((await ask("PATCH", `/Users/${member.body.id}`, off)).status).toBe(200);
  await visitor.goto(onHost(slug, "/agents"));
  await expect(visitor).toHaveURL(/\/no-access/);
  await context.close();

  await page.goto(onHost(slug, `/settings/single-sign-on/${connection}/directory/users`));
  await expect(page.getByRole("row", { name: /Mia Member/ })).toContainText("Deactivated");
  await expectAccessible(page);
  await page.goto(onHost(slug, `/settings/single-sign-on/${connection}/directory/events?f.outcome=refused`));
  await expect(page.getByRole("row", { name: /Refused \(409\)/ })).toContainText("uniqueness");
  await expectAccessible(page);
  await page.goto(onHost(slug, `/settings/single-sign-on/${connection}/directory/events`));
  await expect(page.getByRole("row", { name: /replace active = false/ })).toContainText("Applied (200)");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
});
