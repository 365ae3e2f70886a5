import { beforeAll, expect, test } from "vitest";
import type { TenantContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { giveFactor } from "@/lib/testing/give-factor";
import { makeContext, makeKeyContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { admin, tenant, vera as viewer, viewerScene } from "@/lib/testing/viewer-scene";
import { getMember } from "./get-member";
import { listMembers } from "./list-members";
import { personFacts } from "./person-facts";
import { removeMember } from "./remove-member";
import { updateMember } from "./update-member";

let other: TestTenant;
beforeAll(async () => {
  other = await makeTenant();
});
viewerScene();

const actions = () => tenantActions(tenant.id);

async function directory(userId: string): Promise<string | null> {
  const { rows } = await systemPool().query<{ status: string }>(
    "select status from platform.user_tenants where user_id = $1 and tenant_id = $2",
    [userId, tenant.id],
  );
  return rows[0]?.status ?? null;
}

test("lists people newest first, and finds them by text, role and status", async () => {
  const all = await listMembers(admin, {});
  expect(all.data.map((member) => member.id)).toEqual([viewer.id, tenant.owner.id]);
  expect(all.data[0]).toMatchObject({ email: viewer.email, role: "viewer", status: "active" });
  expect((await listMembers(admin, { q: "VERA" })).data).toHaveLength(1);
  expect((await listMembers(admin, { q: "100%" })).data).toHaveLength(0);
  expect((await listMembers(admin, { role: "tenant_admin" })).data).toHaveLength(1);
  expect((await listMembers(admin, { status: "suspended" })).data).toHaveLength(0);
});

test("pages by cursor without a gap or a repeat", async () => {
  for (let made = 0; made < 5; made += 1) await addMember(tenant, await makeUser(), "viewer");
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listMembers(admin, { limit: 2, ...(cursor && { cursor }) });
    seen.push(...page.data.map((member) => member.id));
    cursor = page.page.next_cursor ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(7);
  expect(new Set(seen).size).toBe(7);
  await expect(listMembers(admin, { cursor: "nonsense" })).rejects.toMatchObject({ code: "invalid_request" });
});

test("a foreign member answers like an unknown one, for every verb", async () => {
  const failures = [];
  for (const id of [other.owner.id, newId()]) {
    failures.push(
      await Promise.allSettled([
        getMember(admin, id),
        updateMember(admin, id, { role: "viewer" }),
        removeMember(admin, id),
      ]),
    );
  }
  expect(JSON.stringify(failures[0])).toBe(JSON.stringify(failures[1]));
  for (const result of failures.flat()) {
    expect(result).toMatchObject({ status: "rejected", reason: { code: "not_found" } });
  }
});

test("changes a role, keeps the derived home role in step, and writes who did it", async () => {
  await systemPool().query("update platform.users set tenant_id = $2, role = 'viewer' where id = $1", [
    viewer.id,
    tenant.id,
  ]);
  const changed = await updateMember(admin, viewer.id, { role: "agent_manager" });
  expect(changed.roles).toEqual(["agent_manager"]);
  expect(await actions()).toEqual(["member.role_changed"]);
  const { rows } = await systemPool().query("select role from platform.users where id = $1", [viewer.id]);
  expect(rows).toEqual([{ role: "agent_manager" }]);
  const context = await makeContext(tenant, viewer);
  expect(context.permissions.has("agents:create")).toBe(true);
});

test("a change of nothing writes nothing", async () => {
  await updateMember(admin, viewer.id, { role: "viewer", status: "active" });
  expect(await actions()).toEqual([]);
});

test("an unknown role is a field error", async () => {
  await expect(updateMember(admin, viewer.id, { role: "emperor" })).rejects.toMatchObject({
    code: "validation_failed",
    details: { errors: [{ path: "role", code: "unknown_role" }] },
  });
});

test("deactivates and reactivates: no rights in between, and the directory knows", async () => {
  await updateMember(admin, viewer.id, { status: "suspended" });
  expect(await directory(viewer.id)).toBe("suspended");
  expect((await makeContext(tenant, viewer)).permissions.size).toBe(0);
  await updateMember(admin, viewer.id, { status: "active" });
  expect(await directory(viewer.id)).toBe("active");
  expect((await makeContext(tenant, viewer)).permissions.size).toBeGreaterThan(0);
  expect(await actions()).toEqual(["member.deactivated", "member.reactivated"]);
});

test("nobody deactivates themselves", async () => {
  await expect(updateMember(admin, tenant.owner.id, { status: "suspended" })).rejects.toMatchObject({
    code: "conflict",
    details: { reason: "self_deactivation" },
  });
});

test("removes a person with roles, directory entry and home, and hides them", async () => {
  await systemPool().query("update platform.users set tenant_id = $2 where id = $1", [viewer.id, tenant.id]);
  await removeMember(admin, viewer.id);
  expect(await directory(viewer.id)).toBeNull();
  expect((await listMembers(admin, {})).data).toHaveLength(1);
  await expect(getMember(admin, viewer.id)).rejects.toMatchObject({ code: "not_found" });
  expect(await actions()).toEqual(["member.removed"]);
  const { rows } = await systemPool().query("select tenant_id, role from platform.users where id = $1", [
    viewer.id,
  ]);
  expect(rows).toEqual([{ tenant_id: null, role: "user" }]);
});

test("those without the permission are refused, with its name", async () => {
  const context = await makeContext(tenant, viewer);
  await expect(updateMember(context, viewer.id, { role: "tenant_admin" })).rejects.toMatchObject({
    code: "permission_denied",
    details: { subject: "members:update" },
  });
  await expect(removeMember(context, tenant.owner.id)).rejects.toMatchObject({
    details: { subject: "members:remove" },
  });
  const stranger = await makeContext(tenant, other.owner);
  await expect(listMembers(stranger, {})).rejects.toMatchObject({ code: "permission_denied" });
});

/** A role of the tenant's own, made as the settings page of a later slice will. */
async function makeRole(key: string, rank: number, permissions: string[]): Promise<void> {
  await withTenant({ tenantId: tenant.id }, async (tx) => {
    const role = await tx.role.create({ data: { tenantId: tenant.id, key, name: key, rank } });
    await tx.rolePermission.createMany({
      data: permissions.map((permissionKey) => ({ tenantId: tenant.id, roleId: role.id, permissionKey })),
    });
  });
}

test("nobody grants a permission they lack, nor touches somebody above them", async () => {
  await makeRole("people_manager", 50, ["members:read", "members:update", "members:remove", "tenant:read"]);
  await makeRole("reader", 5, ["tenant:read"]);
  await makeRole("wide_but_low", 1, ["tenant:read", "billing:read"]);
  const manager = await makeUser();
  await addMember(tenant, manager, "viewer");
  await updateMember(admin, manager.id, { role: "people_manager" });
  const context = await makeContext(tenant, manager);

  for (const role of ["tenant_admin", "agent_manager", "developer", "wide_but_low"]) {
    for (const target of [viewer.id, manager.id]) {
      await expect(updateMember(context, target, { role })).rejects.toMatchObject({
        code: "permission_denied",
        details: { reason: "grants_more_than_held" },
      });
    }
  }
  for (const attempt of [
    () => updateMember(context, tenant.owner.id, { role: "reader" }),
    () => updateMember(context, tenant.owner.id, { status: "suspended" }),
    () => removeMember(context, tenant.owner.id),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ details: { reason: "higher_rank" } });
  }
  expect((await updateMember(context, viewer.id, { role: "reader" })).role).toBe("reader");
});

test("a key grants only what its scopes hold", async () => {
  const key = await makeKeyContext(tenant, tenant.owner, ["members:update", "members:read"]);
  await expect(updateMember(key, viewer.id, { role: "tenant_admin" })).rejects.toMatchObject({
    details: { reason: "grants_more_than_held" },
  });
  expect((await updateMember(key, viewer.id, { status: "suspended" })).status).toBe("suspended");
});

test("who lacks a second factor and how people sign in is told to who may read the policy only", async () => {
  const away = await ownerPool().query<{ id: string }>(
    `update platform.users set last_sign_in_method = 'sso:' || gen_random_uuid() where id = $1 returning id`,
    [viewer.id],
  );
  expect(away.rowCount).toBe(1);
  await giveFactor(viewer.id);
  const facts = async (ctx: TenantContext, two_step?: "on" | "off") =>
    (await listMembers(ctx, { ...(two_step && { two_step }) })).data.map((member) => [
      member.id,
      member.two_step,
      member.sign_in_method,
    ]);
  expect(await facts(admin)).toEqual([
    [viewer.id, true, "other"],
    [tenant.owner.id, false, null],
  ]);
  expect(await facts(admin, "off")).toEqual([[tenant.owner.id, false, null]]);
  expect(await facts(admin, "on")).toHaveLength(1);
  const seen = await makeContext(tenant, viewer);
  const narrow = await makeKeyContext(tenant, tenant.owner, ["members:read"]);
  for (const ctx of [seen, narrow]) {
    expect((await facts(ctx)).map((row) => row.slice(1))).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
    await expect(listMembers(ctx, { two_step: "off" })).rejects.toMatchObject({ code: "permission_denied" });
  }
  expect((await personFacts(other.id, [viewer.id])).size).toBe(0);
});
