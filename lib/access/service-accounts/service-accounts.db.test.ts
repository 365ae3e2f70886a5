import { beforeEach, expect, test } from "vitest";
import { GET as agents } from "@/app/api/v1/agents/route";
import { POST as makeKey } from "@/app/api/v1/api-keys/route";
import { POST as inviteRoute } from "@/app/api/v1/invitations/route";
import { PUT as giveRoles } from "@/app/api/v1/service-accounts/[id]/roles/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { listApiKeys } from "@/lib/access/api-keys/list-api-keys";
import { revokeApiKey } from "@/lib/access/api-keys/revoke-api-key";
import { rotateApiKey } from "@/lib/access/api-keys/rotate-api-key";
import { updateApiKey } from "@/lib/access/api-keys/update-api-key";
import { explainAccess } from "@/lib/access/decisions/explain-access";
import { updateMember } from "@/lib/access/members/update-member";
import { createRole } from "@/lib/access/roles/custom/create-role";
import { deleteRole } from "@/lib/access/roles/custom/delete-role";
import { previewRole } from "@/lib/access/roles/custom/preview-role";
import type { TenantContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { endExpiredRoles } from "../roles/grants/end-expired-roles";
import { createServiceAccount } from "./create-service-account";
import { deleteServiceAccount } from "./delete-service-account";
import { getServiceAccount } from "./get-service-account";
import { listServiceAccounts } from "./list-service-accounts";
import { setServiceAccountRoles } from "./set-service-account-roles";
import { updateServiceAccount } from "./update-service-account";

let tenant: TestTenant;
let admin: TenantContext;
beforeEach(async () => {
  tenant = await makeTenant({ planKey: "professional" });
  admin = await makeContext(tenant, tenant.owner);
});
const make = (role = "developer", name = "Importer") =>
  createServiceAccount(admin, { name, roles: [{ role }] });
const keyFor = (id: string, scopes = ["agents:read", "agents:update"], ctx = admin) =>
  createApiKey(ctx, { name: "Nightly", scopes, service_account_id: id });
const status = async (key: string) => (await callRoute(agents, { key })).status;

test("its keys do what its roles allow now, within their scopes, also after their maker has left", async () => {
  const boss = await makeUser();
  await addMember(tenant, boss, "tenant_admin");
  const account = await make("viewer");
  const { id, key } = await keyFor(
    account.id,
    ["agents:read", "members:remove"],
    await makeContext(tenant, boss),
  );
  expect(key).toMatch(/^ak_live_/);
  await updateMember(admin, boss.id, { status: "suspended" });
  await systemPool().query("update platform.users set status = 'disabled' where id = $1", [boss.id]);
  expect(await status(key)).toBe(200);
  const explain = (permission: string) => explainAccess(admin, { api_key_id: id, permission });
  expect(await explain("members:remove")).toMatchObject({ allowed: false, reason: "role_lacks_permission" });
  expect(await explain("agents:read")).toMatchObject({ allowed: true, roles: [{ role: "viewer" }] });
  const whole = await explainAccess(admin, { service_account_id: account.id, permission: "agents:read" });
  expect(whole).toMatchObject({ allowed: true, subject: { type: "service_account", name: "Importer" } });
  const boss2 = await make("tenant_admin", "Boss");
  const inviter = await keyFor(boss2.id, ["members:invite"]);
  const person = { allowed: false, reason: "person_needed", fixes: [{ kind: "use_portal" }] };
  for (const query of [{ api_key_id: inviter.id }, { service_account_id: boss2.id }])
    expect(await explainAccess(admin, { ...query, permission: "members:invite" })).toMatchObject(person);
  const invite = await callRoute(inviteRoute, {
    key: inviter.key,
    body: { invitations: [{ email: "x@example.com", role: "viewer" }] },
  });
  expect([invite.status, (await invite.json()).reason]).toEqual([403, "person_needed"]);
  const gag = await createRole(admin, { name: "Gag", permissions: ["tenant:read"], denied: ["agents:read"] });
  await setServiceAccountRoles(admin, account.id, { roles: [{ role: "viewer" }, { role: gag.key }] });
  expect(await status(key)).toBe(403);
  expect(await tenantActions(tenant.id)).toEqual(
    expect.arrayContaining(["service_account.created", "service_account.roles_changed"]),
  );
});

test("disabled, its keys stop with the next call; deleted, they are revoked or stand in the way", async () => {
  const account = await make();
  const { id, key } = await keyFor(account.id);
  await updateServiceAccount(admin, account.id, { status: "disabled" });
  expect(await status(key)).toBe(401);
  expect(await explainAccess(admin, { api_key_id: id, permission: "agents:read" })).toMatchObject({
    allowed: false,
    reason: "service_account_disabled",
    fixes: expect.arrayContaining([expect.objectContaining({ kind: "enable_service_account" })]),
  });
  await expect(keyFor(account.id)).rejects.toMatchObject({ details: { reason: "service_account_disabled" } });
  await updateServiceAccount(admin, account.id, { status: "active" });
  expect(await status(key)).toBe(200);
  await expect(deleteServiceAccount(admin, account.id, { revokeKeys: false })).rejects.toMatchObject({
    details: { reason: "service_account_has_keys" },
  });
  const [made] = await Promise.allSettled([
    keyFor(account.id),
    deleteServiceAccount(admin, account.id, { revokeKeys: true }),
  ]);
  expect(await status(key)).toBe(401);
  if (made.status === "fulfilled") expect(await status(made.value.key)).toBe(401);
  await expect(getServiceAccount(admin, account.id)).rejects.toMatchObject({ code: "not_found" });
  expect((await listApiKeys(admin, { status: "active" })).data).toEqual([]);
  expect((await make()).name).toBe("Importer");
});

test("nobody gives it more than they hold, nor touches one above them; it grants no more than it holds", async () => {
  const dev = await makeUser();
  await addMember(tenant, dev, "developer");
  const helper = await createRole(admin, {
    name: "Helper",
    rank: 50,
    permissions: [
      "service_accounts:manage",
      "service_accounts:read",
      "api_keys:create",
      "agents:read",
      "roles:read",
    ],
  });
  await updateMember(admin, dev.id, { role: helper.key });
  const ctx = await makeContext(tenant, dev);
  const refused = (reason: string) => ({ code: "permission_denied", details: { reason } });
  await expect(
    createServiceAccount(ctx, { name: "Mine", roles: [{ role: "tenant_admin" }] }),
  ).rejects.toMatchObject(refused("grants_more_than_held"));
  const high = await make("tenant_admin", "High");
  await expect(updateServiceAccount(ctx, high.id, { name: "Low" })).rejects.toMatchObject(
    refused("higher_rank"),
  );
  await expect(deleteServiceAccount(ctx, high.id, { revokeKeys: true })).rejects.toMatchObject(
    refused("higher_rank"),
  );
  await expect(setServiceAccountRoles(ctx, high.id, { roles: [{ role: helper.key }] })).rejects.toMatchObject(
    refused("higher_rank"),
  );
  await expect(keyFor(high.id, ["agents:read"], ctx)).rejects.toMatchObject(refused("higher_rank"));
  const highKey = await keyFor(high.id, ["agents:read"]);
  await expect(rotateApiKey(ctx, highKey.id, {})).rejects.toMatchObject(refused("higher_rank"));
  await expect(updateApiKey(ctx, highKey.id, { name: "x" })).rejects.toMatchObject(refused("higher_rank"));
  const account = await make(helper.key, "Helper bot");
  const { key } = await keyFor(account.id, ["service_accounts:manage", "api_keys:create", "agents:read"]);
  const give = await callRoute(giveRoles, {
    key,
    params: { id: account.id },
    body: { roles: [{ role: "tenant_admin" }] },
  });
  expect([give.status, (await give.json()).reason]).toEqual([403, "grants_more_than_held"]);
  const own = await callRoute(makeKey, { key, body: { name: "Own", scopes: ["agents:read"] } });
  expect((await own.json()).service_account).toEqual({ id: account.id, name: "Helper bot" });
  const wider = await callRoute(makeKey, { key, body: { name: "Own", scopes: ["agents:create"] } });
  expect(wider.status).toBe(403);
});

test("a role of it that ends, a role that goes, and what the audit log says", async () => {
  const role = await createRole(admin, { name: "Soon gone", permissions: ["agents:read"] });
  const account = await createServiceAccount(admin, {
    name: "Importer",
    roles: [
      { role: role.key },
      { role: "viewer", expires_at: new Date(Date.now() + 3_600_000).toISOString() },
    ],
  });
  const preview = await previewRole(admin, role.id, {
    change: { permissions: ["agents:read", "agents:update"] },
  });
  expect(preview.people).toMatchObject([{ id: account.id, name: "Importer", gains: ["agents:update"] }]);
  await expect(deleteRole(admin, role.id, null)).rejects.toMatchObject({
    details: { reason: "role_in_use" },
  });
  await ownerPool().query(
    "update shared.role_bindings set expires_at = now() - interval '1 second' where tenant_id = $1 and expires_at is not null",
    [tenant.id],
  );
  await endExpiredRoles();
  expect((await getServiceAccount(admin, account.id)).roles).toEqual([role.key]);
  const { id, key } = await keyFor(account.id, ["agents:read", "api_keys:revoke"]);
  await setServiceAccountRoles(admin, account.id, { roles: [{ role: "developer" }] });
  expect(await status(key)).toBe(200);
  const { DELETE } = await import("@/app/api/v1/api-keys/[id]/route");
  expect((await callRoute(DELETE, { key, params: { id } })).status).toBe(204);
  const { rows } = await systemPool().query(
    "select actor_label, on_behalf_of from shared.domain_events where tenant_id = $1 and action = 'api_key.revoked'",
    [tenant.id],
  );
  expect(rows).toEqual([{ actor_label: "Importer · Nightly", on_behalf_of: account.id }]);
  expect(await tenantActions(tenant.id)).toContain("service_account.role_ended");
});

test("names are unique, fifty at most, strangers and viewers find nothing", async () => {
  const account = await make();
  await expect(make("viewer", " importer ")).rejects.toMatchObject({
    details: { errors: [{ code: "service_account_name_taken" }] },
  });
  const viewer = await makeUser();
  await addMember(tenant, viewer, "viewer");
  const seen = await makeContext(tenant, viewer);
  await expect(listServiceAccounts(seen, {})).rejects.toMatchObject({ code: "permission_denied" });
  const other = await makeTenant({ planKey: "professional" });
  const stranger = await makeContext(other, other.owner);
  for (const id of [account.id, newId()]) {
    await expect(getServiceAccount(stranger, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(updateServiceAccount(stranger, id, { name: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(keyFor(id, ["agents:read"], stranger)).rejects.toMatchObject({ code: "not_found" });
  }
  const { id } = await keyFor(account.id);
  await expect(revokeApiKey(stranger, id)).rejects.toMatchObject({ code: "not_found" });
  await ownerPool().query(
    `insert into shared.service_accounts (tenant_id, id, name)
     select $1, gen_random_uuid(), 'Bot ' || n from generate_series(1, 48) n`,
    [tenant.id],
  );
  const tries = await Promise.allSettled(["A", "B", "C"].map((name) => make("viewer", name)));
  expect(tries.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  const page = await listServiceAccounts(admin, { limit: 100 });
  expect([page.data.length, page.page.has_more]).toEqual([50, false]);
  const found = await listServiceAccounts(admin, { q: "IMPORT" });
  expect(found.data.map(({ id }) => id)).toEqual([account.id]);
  expect((await listServiceAccounts(admin, { q: "_" })).data).toEqual([]);
});
