import { beforeEach, expect, test } from "vitest";
import { POST as keep } from "@/app/api/auth-flows/deletion-cancel/route";
import { POST as signIn } from "@/app/api/auth-flows/sign-in/route";
import { GET as listAgents } from "@/app/api/v1/agents/route";
import { GET as getPlan, POST as remove } from "@/app/api/v1/me/deletion/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { updateMember } from "@/lib/access/members/update-member";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import type { DeletionPlan } from "@/lib/lifecycle/own-account/schema";
import { callRoute } from "@/lib/testing/call-route";
import { forceStatus } from "@/lib/testing/force-status";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { mailsTo, setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { ageProof } from "@/lib/testing/two-step-person";
import { erasePerson } from "./erase-person";

const PASSWORD = "vivid otter paints 73 barns";
let tenant: TestTenant;
let owner: TestUser;
let browser: TestBrowser;

beforeEach(async () => {
  tenant = await makeTenant();
  owner = tenant.owner;
  await setPassword(owner.id, PASSWORD);
  browser = await enter(owner);
});

async function enter(who: TestUser): Promise<TestBrowser> {
  const fresh = new TestBrowser();
  expect((await attempt(who, fresh)).status).toBe(200);
  return fresh;
}
const attempt = (who: TestUser, from = new TestBrowser()) =>
  from.call(signIn, { body: { email: who.email, password: PASSWORD } });
const planOf = async (from = browser) => (await (await from.call(getPlan)).json()) as DeletionPlan;
const ask = (workspaces: unknown[] = [], from = browser) => from.call(remove, { body: { workspaces } });
const handOver = (to: string, id = tenant.id) => ({ id, action: "transfer", to });
const statusOf = async (sql: string, values: unknown[]) =>
  (await systemPool().query<{ status: string }>(sql, values)).rows.map(({ status }) => status);
const memberStatus = (id: string) =>
  statusOf("select status from shared.memberships where tenant_id = $1 and user_id = $2", [tenant.id, id]);
const linkOf = async (who: TestUser) => {
  const mail = (await mailsTo(who.email)).findLast(({ template }) => template === "account_deletion_asked");
  return new URL(String(mail?.data.url)).hash.replace("#token=", "");
};
const makeDue = (id: string) =>
  systemPool().query(
    "update platform.person_deletions set delete_after = now() - interval '1 second' where user_id = $1",
    [id],
  );

/** A role of the workspace's own that takes something from its holder: an admin with it can make nobody admin. */
async function denyThere(tenantId: string, userId: string): Promise<void> {
  const role = newId();
  for (const [text, values] of [
    ["insert into shared.roles (tenant_id, id, key, name) values ($1, $2, 'lacking', 'Lacking')", []],
    [
      "insert into shared.role_permissions (tenant_id, role_id, permission_key, effect) values ($1, $2, 'agents:create', 'deny')",
      [],
    ],
    [
      "insert into shared.role_bindings (tenant_id, role_id, id, subject_type, subject_id) values ($1, $2, $3, 'user', $4)",
      [newId(), userId],
    ],
  ] as const)
    await systemPool().query(text, [tenantId, role, ...values]);
}

test("the last owner hands over, everything ends at once, and the mailed link opens it all again", async () => {
  const heir = await makeUser();
  await addMember(tenant, heir, "viewer");
  const { key } = await createApiKey(await makeContext(tenant, owner), {
    name: "Key",
    scopes: ["agents:read"],
  });
  expect(await planOf()).toMatchObject({
    refused: null,
    workspaces: [{ id: tenant.id, can_delete: true, candidates: [{ id: heir.id, email: heir.email }] }],
  });
  expect(await (await ask()).json()).toMatchObject({ errors: [{ code: "choice_needed" }] });
  const stranger = await makeUser();
  expect((await ask([handOver(stranger.id)])).status).toBe(422);
  expect((await ask([handOver(heir.id), handOver(heir.id, newId())])).status).toBe(422);
  expect((await ask([handOver(heir.id)])).status).toBe(202);
  expect(await memberStatus(owner.id)).toEqual(["suspended"]);
  const owners = await statusOf(
    "select m.role as status from platform.account_members m join platform.tenants t on t.account_id = m.account_id where t.id = $1 and m.user_id = $2",
    [tenant.id, heir.id],
  );
  expect(owners).toEqual(["owner"]);
  expect((await makeContext(tenant, heir)).permissions).toContain("tenant:delete");
  expect((await browser.call(getMe)).status).toBe(401);
  expect((await callRoute(listAgents, { key })).status).toBe(401);
  expect((await attempt(owner)).status).toBe(401);
  const token = await linkOf(owner);
  const tries = await Promise.all([1, 2, 3].map(() => new TestBrowser().call(keep, { body: { token } })));
  expect(tries.map(({ status }) => status).sort()).toEqual([204, 409, 409]);
  expect(await memberStatus(owner.id)).toEqual(["active"]);
  expect((await callRoute(listAgents, { key })).status).toBe(200);
  await enter(owner);
  await makeDue(owner.id);
  expect(await erasePerson(owner.id)).toBe(false);
});

test("a member whom an admin suspends meanwhile is not a member again when they change their mind", async () => {
  const member = await makeUser();
  await addMember(tenant, member, "viewer");
  await setPassword(member.id, PASSWORD);
  expect((await ask([], await enter(member))).status).toBe(202);
  await updateMember(await makeContext(tenant, owner), member.id, { status: "suspended" });
  const token = await linkOf(member);
  expect((await new TestBrowser().call(keep, { body: { token } })).status).toBe(204);
  expect(await memberStatus(member.id)).toEqual(["suspended"]);
  await enter(member);
});

test("of two last owners who leave at once one stays", async () => {
  const other = await makeUser();
  await addMember(tenant, other, "tenant_admin");
  await setPassword(other.id, PASSWORD);
  await systemPool().query(
    "insert into platform.account_members (account_id, user_id, role) select account_id, $2, 'owner' from platform.tenants where id = $1",
    [tenant.id, other.id],
  );
  const theirs = await enter(other);
  expect([(await planOf()).workspaces, (await planOf(theirs)).workspaces]).toEqual([[], []]);
  const answers = await Promise.all([ask(), ask([], theirs)]);
  // The second is told when it commits, or before that when the first is quicker: it would be alone then.
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 409 || status === 422)).toHaveLength(1);
  const left = await statusOf("select status from platform.users where id = any($1)", [[owner.id, other.id]]);
  expect(left.sort()).toEqual(["active", "leaving"]);
});

test("a workspace may go too; staff, emergency owners and old proofs are refused", async () => {
  await ageProof(owner.id);
  expect((await ask([{ id: tenant.id, action: "delete" }])).status).toBe(403);
  browser = await enter(owner);
  await systemPool().query("insert into platform.sso_break_glass (tenant_id, user_id) values ($1, $2)", [
    tenant.id,
    owner.id,
  ]);
  expect(await planOf()).toMatchObject({ refused: "break_glass_person" });
  expect((await ask([{ id: tenant.id, action: "delete" }])).status).toBe(409);
  await systemPool().query("delete from platform.sso_break_glass where user_id = $1", [owner.id]);
  expect((await ask([{ id: tenant.id, action: "delete" }])).status).toBe(202);
  expect(await statusOf("select status from platform.tenants where id = $1", [tenant.id])).toEqual([
    "offboarding",
  ]);
  await makeDue(owner.id);
  expect(await erasePerson(owner.id)).toBe(true);
  expect(await statusOf("select status from platform.users where id = $1", [owner.id])).toEqual(["erased"]);
});

test("a workspace in review goes with whoever asked for it; one that cannot be deleted is handed over", async () => {
  const heir = await makeUser();
  await addMember(tenant, heir, "viewer");
  const { accountId } = tenant;
  const asked = await makeTenant({ accountId, status: "pending_approval" });
  const [operation, review] = [newId(), newId()];
  await systemPool().query(
    "insert into platform.operations (id, kind, account_id, tenant_id, created_by) values ($1, 'provision_tenant', $2, $3, $4)",
    [operation, accountId, asked.id, owner.id],
  );
  await systemPool().query(
    `insert into platform.tenant_reviews (id, tenant_id, operation_id, account_id, applicant_id, applicant_email, locale, name, slug, state)
     values ($1, $2, $3, $4, $5, $6, 'en', 'x', $7, 'waiting')`,
    [review, asked.id, operation, accountId, owner.id, owner.email, asked.slug],
  );
  const foreign = await makeTenant({ accountId });
  const suspended = await makeTenant({ accountId });
  await addMember(suspended, owner, "tenant_admin");
  await forceStatus(suspended.id, "suspended");
  const { workspaces } = await planOf();
  expect(workspaces).toMatchObject([
    { id: tenant.id, can_delete: true, candidates: [{ id: heir.id }] },
    { id: foreign.id, can_delete: true, candidates: [{ id: foreign.owner.id }] },
    { id: suspended.id, can_delete: false, candidates: [{ id: suspended.owner.id }] },
  ]);
  // The last of several choices would be refused: none of them is carried out.
  await addMember(foreign, owner, "tenant_admin");
  await denyThere(foreign.id, owner.id);
  const choices = [
    handOver(heir.id),
    handOver(foreign.owner.id, foreign.id),
    handOver(suspended.owner.id, suspended.id),
  ];
  expect((await ask(choices)).status).toBe(403);
  expect((await makeContext(tenant, heir)).permissions).not.toContain("tenant:delete");
  await systemPool().query(
    "insert into platform.account_members (account_id, user_id, role) values ($1, $2, 'owner')",
    [accountId, heir.id],
  );
  expect((await ask([handOver(heir.id)])).status).toBe(202);
  // Somebody else owns the account: the request is theirs now.
  expect(await statusOf("select status from platform.tenants where id = $1", [asked.id])).toEqual([
    "pending_approval",
  ]);
});

test("who only has a workspace in review may go, and it goes with them", async () => {
  await forceStatus(tenant.id, "pending_approval");
  const operation = newId();
  await systemPool().query(
    "insert into platform.operations (id, kind, account_id, tenant_id, created_by) values ($1, 'provision_tenant', $2, $3, $4)",
    [operation, tenant.accountId, tenant.id, owner.id],
  );
  expect((await planOf()).workspaces).toEqual([]);
  expect((await ask()).status).toBe(202);
  expect(await statusOf("select status from platform.tenants where id = $1", [tenant.id])).toEqual([]);
  expect(
    await statusOf("select state as status from platform.operations where id = $1", [operation]),
  ).toEqual(["failed"]);
});
