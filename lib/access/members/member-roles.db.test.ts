import { beforeEach, expect, test } from "vitest";
import type { TenantContext } from "@/lib/core/context";
import { ownerPool } from "@/lib/infra/database/pools";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { createRole } from "../roles/custom/create-role";
import { endExpiredRoles } from "../roles/grants/end-expired-roles";
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
    permissions: ["tenant:read", "members:read", "members:update", "roles:read", "agents:read", "usage:read"],
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
