import { beforeEach, expect, test } from "vitest";
import type { TenantContext } from "@/lib/core/context";
import { ownerPool } from "@/lib/infra/database/pools";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { createApiKey } from "../api-keys/create-api-key";
import { rotateApiKey } from "../api-keys/rotate-api-key";
import { inviteMembers } from "../invitations/invite-members";
import { createRole } from "../roles/custom/create-role";
import { updateRole } from "../roles/custom/update-role";
import { endExpiredRoles } from "../roles/grants/end-expired-roles";
import { createServiceAccount } from "../service-accounts/create-service-account";
import { setServiceAccountRoles } from "../service-accounts/set-service-account-roles";
import { setMemberRoles } from "./set-member-roles";
import { updateMember } from "./update-member";

let tenant: TestTenant;
let admin: TenantContext;
let vera: TestUser;

beforeEach(async () => {
  tenant = await makeTenant({ planKey: "professional" });
  vera = await makeUser({ firstName: "Vera" });
  await addMember(tenant, vera, "viewer");
  admin = await makeContext(tenant, tenant.owner);
});

const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const may = async (user: TestUser, permission: string) =>
  (await makeContext(tenant, user)).decide(permission).allowed;
const elapse = () =>
  ownerPool().query(
    "update shared.role_bindings set expires_at = now() - interval '1 second' where tenant_id = $1 and expires_at is not null",
    [tenant.id],
  );

test("several roles add up, and one that ends is gone with the next request and then from the books", async () => {
  const member = await setMemberRoles(admin, vera.id, {
    roles: [{ role: "viewer" }, { role: "agent_manager", expires_at: soon(60) }],
  });
  expect(member.bindings).toMatchObject([
    { role: "agent_manager", expires_at: expect.any(String), source: "manual" },
    { role: "viewer", expires_at: null },
  ]);
  expect(await may(vera, "agents:create")).toBe(true);
  await elapse();
  expect(await may(vera, "agents:create")).toBe(false);
  expect(await may(vera, "agents:read")).toBe(true);
  await endExpiredRoles();
  expect(await tenantActions(tenant.id)).toEqual(["member.role_changed", "member.role_ended"]);
});

test("the last admin's role cannot be given an end", async () => {
  await expect(
    setMemberRoles(admin, tenant.owner.id, { roles: [{ role: "tenant_admin", expires_at: soon(60) }] }),
  ).rejects.toMatchObject({ code: "conflict", details: { reason: "last_admin" } });
  await setMemberRoles(admin, vera.id, { roles: [{ role: "tenant_admin", expires_at: soon(60) }] });
  await expect(updateMember(admin, tenant.owner.id, { role: "viewer" })).rejects.toMatchObject({
    details: { reason: "last_admin" },
  });
});

test("taking away a role that denies is giving what it denied", async () => {
  const lead = await createRole(admin, {
    name: "Lead",
    permissions: [
      ...["tenant:read", "members:read", "members:update", "roles:read", "agents:read", "usage:read"],
      ...["teams:read", "teams:lead"],
    ],
  });
  const gag = await createRole(admin, {
    name: "Gag",
    permissions: ["tenant:read"],
    denied: ["agents:create"],
    rank: 5,
  });
  const other = await makeUser();
  await addMember(tenant, other, "viewer");
  await setMemberRoles(admin, other.id, { roles: [{ role: "agent_manager" }, { role: gag.key }] });
  await setMemberRoles(admin, vera.id, { roles: [{ role: lead.key }] });
  const ctx = await makeContext(tenant, vera);
  const lacks = { details: { reason: "grants_more_than_held", subject: "agents:create" } };
  await expect(updateMember(ctx, other.id, { role: "agent_manager" })).rejects.toMatchObject({
    code: "permission_denied",
  });
  await setMemberRoles(admin, other.id, { roles: [{ role: "viewer" }, { role: gag.key }] });
  for (const roles of [[{ role: "viewer" }], [{ role: "viewer" }, { role: gag.key, expires_at: soon(5) }]]) {
    await expect(setMemberRoles(ctx, other.id, { roles })).rejects.toMatchObject(lacks);
  }
  await expect(updateMember(ctx, other.id, { role: "viewer" })).rejects.toMatchObject(lacks);
});

test("who brings somebody back must hold what they get back", async () => {
  const lead = await createRole(admin, {
    name: "Lead",
    permissions: ["members:read", "members:update"],
    rank: 90,
  });
  await updateMember(admin, vera.id, { role: lead.key });
  const dev = await makeUser();
  await addMember(tenant, dev, "developer");
  const ctx = await makeContext(tenant, vera);
  await updateMember(ctx, dev.id, { status: "suspended" });
  await expect(updateMember(ctx, dev.id, { status: "active" })).rejects.toMatchObject({
    details: { reason: "grants_more_than_held" },
  });
  expect((await updateMember(admin, dev.id, { status: "active" })).status).toBe("active");
});

test("times that are over or too far, and roles that are not there", async () => {
  const codes = async (role: string, expiresAt: string | null) => {
    const failure = await setMemberRoles(admin, vera.id, { roles: [{ role, expires_at: expiresAt }] }).catch(
      (error: unknown) => error,
    );
    return (failure as { details: { errors: { code: string }[] } }).details.errors.map(({ code }) => code);
  };
  expect(await codes("viewer", soon(-1))).toEqual(["expiry_past"]);
  expect(await codes("viewer", soon(60 * 24 * 400))).toEqual(["expiry_too_far"]);
  expect(await codes("emperor", null)).toEqual(["unknown_role"]);
});

test("what somebody has until a time, they hand on until then and no longer", async () => {
  const lead = await createRole(admin, { name: "Lead", permissions: ["members:read"], rank: 20 });
  const end = soon(60);
  await setMemberRoles(admin, vera.id, {
    roles: [{ role: lead.key }, { role: "tenant_admin", expires_at: end }],
  });
  const robot = await createServiceAccount(admin, { name: "Robot", roles: [{ role: "tenant_admin" }] });
  const service = { name: "K", scopes: ["members:update"], service_account_id: robot.id };
  const robots = await createApiKey(admin, service);
  const [bob, ctx] = [await makeUser(), await makeContext(tenant, vera)];
  await addMember(tenant, bob, "viewer");
  const forGood = { roles: [{ role: "tenant_admin" }] };
  const refused: Record<string, () => Promise<unknown>> = {
    "their own role": () => setMemberRoles(ctx, vera.id, forGood),
    "their own role, longer": () =>
      setMemberRoles(ctx, vera.id, { roles: [{ role: "tenant_admin", expires_at: soon(90) }] }),
    "their own role, by one name": () => updateMember(ctx, vera.id, { role: "tenant_admin" }),
    "somebody else's": () => setMemberRoles(ctx, bob.id, forGood),
    "a new service account": () => createServiceAccount(ctx, { name: "Mine", ...forGood }),
    "a service account's roles": () =>
      setServiceAccountRoles(ctx, robot.id, { roles: [{ role: "agent_manager" }] }),
    "a service account's key": () => createApiKey(ctx, service),
    "a service account's next key": () => rotateApiKey(ctx, robots.id, {}),
    "an invitation": () =>
      inviteMembers(ctx, { invitations: [{ email: "new@example.com", role: "tenant_admin" }] }),
    "a role they hold for good": () => updateRole(ctx, lead.id, { permissions: ["members:update"] }, 1),
    "a role above the one that lasts": () =>
      createRole(ctx, { name: "High", permissions: ["members:read"], rank: 50 }),
  };
  for (const [name, act] of Object.entries(refused)) {
    const caught = await act().then(
      () => null,
      (error: unknown) => error,
    );
    expect(caught, name).toMatchObject({
      code: "permission_denied",
      details: { reason: "grants_longer_than_held" },
    });
  }
  const given = await setMemberRoles(ctx, bob.id, { roles: [{ role: "tenant_admin", expires_at: end }] });
  expect(given.bindings).toMatchObject([{ role: "tenant_admin", expires_at: end }]);
  // Their own key ends with what they may do: it needs no check of its own.
  await createApiKey(ctx, { name: "Own", scopes: ["members:update"] });
});

test("who is deleting their account is not brought back: they would count as the admin that stays", async () => {
  await setMemberRoles(admin, vera.id, { roles: [{ role: "tenant_admin" }] });
  await updateMember(admin, vera.id, { status: "suspended" });
  const set = (status: string) =>
    ownerPool().query("update platform.users set status = $2 where id = $1", [vera.id, status]);
  await set("leaving");
  await expect(updateMember(admin, vera.id, { status: "active" })).rejects.toMatchObject({
    details: { reason: "account_closed" },
  });
  await set("active");
  expect((await updateMember(admin, vera.id, { status: "active" })).status).toBe("active");
});
