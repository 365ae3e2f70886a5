import { beforeAll, expect, test } from "vitest";
import { GET as agents } from "@/app/api/v1/agents/route";
import { explainAccess } from "@/lib/access/decisions/explain-access";
import { updateMember } from "@/lib/access/members/update-member";
import { createRole } from "@/lib/access/roles/custom/create-role";
import { deleteRole } from "@/lib/access/roles/custom/delete-role";
import { previewRole } from "@/lib/access/roles/custom/preview-role";
import { updateRole } from "@/lib/access/roles/custom/update-role";
import { endExpiredRoles } from "@/lib/access/roles/grants/end-expired-roles";
import { listRoles } from "@/lib/access/roles/list-roles";
import { createServiceAccount } from "@/lib/access/service-accounts/create-service-account";
import type { TenantContext } from "@/lib/core/context";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext, makeKeyContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { createApiKey } from "./create-api-key";
import { listApiKeys } from "./list-api-keys";
import { revokeApiKey } from "./revoke-api-key";
import { rotateApiKey } from "./rotate-api-key";
import { updateApiKey } from "./update-api-key";

let tenant: TestTenant;
let admin: TenantContext;
let dora: TestUser;

beforeAll(async () => {
  tenant = await makeTenant({ planKey: "enterprise" });
  dora = await makeUser({ firstName: "Dora" });
  await addMember(tenant, dora, "developer");
  admin = await makeContext(tenant, tenant.owner);
});

const bound = (roles: string[], ctx = admin) =>
  createApiKey(ctx, { name: "Bound", roles: roles.map((role) => ({ role })) });
const makeRole = (name: string, permissions: string[], denied: string[] = []) =>
  createRole(admin, { name, permissions, denied, rank: 20 });
const statusOf = async (key: string) => (await callRoute(agents, { key })).status;
const refused = (reason: string) => ({ code: "permission_denied", details: { reason } });

test("a key bound to roles follows them from call to call, and never leaves its maker's rights", async () => {
  const reader = await makeRole("Key reader", ["agents:read"]);
  const made = await bound([reader.key]);
  expect(made).toMatchObject({ scopes: [], roles: [{ role: reader.key, name: "Key reader" }] });
  expect(await statusOf(made.key)).toBe(200);
  await updateRole(admin, reader.id, { permissions: ["usage:read"] }, reader.revision);
  const answer = await callRoute(agents, { key: made.key });
  expect(answer.status).toBe(403);
  const { detail, reason, decision_id: receipt } = (await answer.json()) as Record<string, string>;
  expect([detail, reason]).toEqual([
    `The roles of this key (${reader.key}) do not allow agents:read.`,
    "key_role_lacks_permission",
  ]);
  const kept = await systemPool().query("select message from shared.access_receipts where id = $1", [
    receipt,
  ]);
  expect(kept.rows[0].message).toContain(reader.key);
  const why = await explainAccess(admin, { api_key_id: made.id, permission: "agents:read" });
  expect(why).toMatchObject({ allowed: false, reason: "key_role_lacks_permission" });
  expect(why.steps.find(({ gate }) => gate === "key_scopes")?.facts).toEqual({
    scopes: "usage:read",
    roles: reader.key,
  });
  expect(why.fixes).toMatchObject([{ kind: "change_key_role" }]);

  const gag = await makeRole("Key gag", ["usage:read"], ["agents:read"]);
  const both = await bound(["viewer", gag.key]);
  const only = await bound(["viewer"]);
  expect([await statusOf(both.key), await statusOf(only.key)]).toEqual([403, 200]);

  const dev = await makeContext(tenant, dora);
  const hers = await bound(["developer"], dev);
  const may = async () =>
    (await explainAccess(admin, { api_key_id: hers.id, permission: "agents:update" })).allowed;
  expect([await statusOf(hers.key), await may()]).toEqual([200, true]);
  await updateMember(admin, dora.id, { role: "viewer" });
  expect([await statusOf(hers.key), await may()]).toEqual([200, false]);
  await updateMember(admin, dora.id, { role: "developer" });
  await updateMember(admin, dora.id, { status: "suspended" });
  expect(await statusOf(hers.key)).toBe(401);
  await updateMember(admin, dora.id, { status: "active" });
});

test("a role of a key that ends takes its power, and a service account's key is cut by the account", async () => {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const made = await createApiKey(admin, { name: "Hour", roles: [{ role: "viewer", expires_at: until }] });
  expect(made.roles).toMatchObject([{ role: "viewer", expires_at: until }]);
  expect(await statusOf(made.key)).toBe(200);
  await ownerPool().query(
    "update shared.role_bindings set expires_at = now() - interval '1 second' where subject_type = 'api_key' and subject_id = $1",
    [made.id],
  );
  expect(await statusOf(made.key)).toBe(403);
  await endExpiredRoles();
  expect(await tenantActions(tenant.id)).toContain("api_key.role_ended");
  expect((await listApiKeys(admin, { q: "Hour" })).data).toMatchObject([{ scopes: [], roles: [] }]);

  const counting = await makeRole("Counting", ["usage:read"]);
  const account = await createServiceAccount(admin, { name: "Importer", roles: [{ role: counting.key }] });
  const wide = await createApiKey(admin, {
    name: "Wide",
    roles: [{ role: "viewer" }],
    service_account_id: account.id,
  });
  expect(await statusOf(wide.key)).toBe(403);
  expect((await explainAccess(admin, { api_key_id: wide.id, permission: "usage:read" })).allowed).toBe(true);
});

test("nobody binds a role beyond their own, and no key binds, replaces or changes what could outgrow it", async () => {
  const dev = await makeContext(tenant, dora);
  await expect(bound(["tenant_admin"], dev)).rejects.toMatchObject(refused("grants_more_than_held"));
  await expect(bound(["agent_manager"], dev)).rejects.toMatchObject({ code: "permission_denied" });
  await expect(bound(["nobody"])).rejects.toMatchObject({ details: { errors: [{ code: "unknown_role" }] } });
  await expect(
    createApiKey(admin, { name: "x", scopes: ["agents:read"], roles: [{ role: "viewer" }] }),
  ).rejects.toThrow(/scopes or roles/);
  await expect(createApiKey(admin, { name: "x" })).rejects.toThrow(/scopes or roles/);
  const theirs = await bound(["viewer"]);
  await expect(rotateApiKey(dev, theirs.id, {})).rejects.toMatchObject(refused("higher_rank"));
  const scopes = [
    "api_keys:create",
    "api_keys:revoke",
    "tenant:read",
    "members:read",
    "roles:read",
    "agents:read",
  ];
  const narrow = await makeKeyContext(tenant, tenant.owner, [...scopes, "usage:read"]);
  for (const attempt of [
    () => bound(["viewer"], narrow),
    () => rotateApiKey(narrow, theirs.id, {}),
    () => updateApiKey(narrow, theirs.id, { name: "Mine" }),
  ]) {
    await expect(attempt()).rejects.toMatchObject(refused("keys_bind_no_roles"));
  }
  const boundKey = { ...narrow, actor: { ...narrow.actor, roles: ["developer"] } as typeof narrow.actor };
  await expect(createApiKey(boundKey, { name: "Lasting", scopes: ["agents:read"] })).rejects.toMatchObject(
    refused("bound_key_makes_none"),
  );
  const scoped = await createApiKey(narrow, { name: "Narrow", scopes: ["agents:read"] });
  await expect(rotateApiKey(boundKey, scoped.id, {})).rejects.toMatchObject(refused("bound_key_makes_none"));
  await expect(rotateApiKey(narrow, scoped.id, {})).resolves.toBeTruthy();
  const hers = await bound(["developer"], dev);
  const taken = await rotateApiKey(admin, hers.id, { overlap_hours: 0 });
  expect(taken).toMatchObject({
    scopes: [],
    roles: [{ role: "developer" }],
    created_by: { id: tenant.owner.id },
  });
  expect([await statusOf(hers.key), await statusOf(taken.key)]).toEqual([401, 200]);
  const stranger = await makeTenant();
  const other = await makeContext(stranger, stranger.owner);
  await expect(rotateApiKey(other, taken.id, {})).rejects.toMatchObject({ code: "not_found" });
});

test("a role that a working key holds shows it, and goes only with another in its place", async () => {
  const role = await makeRole("Deploying", ["agents:read", "usage:read"]);
  const next = await makeRole("Watching", ["usage:read"]);
  const key = await bound([role.key]);
  const dead = await bound([role.key]);
  await revokeApiKey(admin, dead.id);
  const listed = (await listRoles(admin)).find(({ id }) => id === role.id);
  expect(listed).toMatchObject({ key_count: 1, member_count: 0 });
  const preview = await previewRole(admin, role.id, { delete: true, remap_to: next.id });
  expect(preview.people).toEqual([
    { id: key.id, kind: "api_key", name: "Bound", email: "", gains: [], loses: ["agents:read"] },
  ]);
  expect([preview.holders, preview.keys_affected]).toEqual([1, 1]);
  await expect(deleteRole(admin, role.id, null)).rejects.toMatchObject({
    details: { reason: "role_in_use" },
  });
  await deleteRole(admin, role.id, next.id);
  expect(
    (await listApiKeys(admin, { status: "active" })).data.find(({ id }) => id === key.id)?.roles,
  ).toEqual([{ role: next.key, name: "Watching", expires_at: null }]);
  expect(await statusOf(key.key)).toBe(403);
  await revokeApiKey(admin, key.id);
  await deleteRole(admin, next.id, null);
});
