import { expect, test } from "vitest";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { forceStatus } from "@/lib/testing/force-status";
import { makeContext, makeKeyContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { admin, tenant, vera as viewer, viewerScene } from "@/lib/testing/viewer-scene";
import { leaveTenant } from "./leave-tenant";
import { listMembers } from "./list-members";
import { removeMember } from "./remove-member";
import { updateMember } from "./update-member";

viewerScene();

const actions = () => tenantActions(tenant.id);

async function directory(userId: string): Promise<string | null> {
  const { rows } = await systemPool().query<{ status: string }>(
    "select status from platform.user_tenants where user_id = $1 and tenant_id = $2",
    [userId, tenant.id],
  );
  return rows[0]?.status ?? null;
}

async function activeAdmins(): Promise<number> {
  const page = await listMembers(admin, { role: "tenant_admin", status: "active" });
  return page.data.length;
}

test("the last admin can neither leave, nor be removed, nor step down", async () => {
  const lastAdmin = { code: "conflict", details: { reason: "last_admin" } };
  await expect(leaveTenant(admin)).rejects.toMatchObject(lastAdmin);
  await expect(removeMember(admin, tenant.owner.id)).rejects.toMatchObject(lastAdmin);
  await expect(updateMember(admin, tenant.owner.id, { role: "viewer" })).rejects.toMatchObject(lastAdmin);
  expect(await activeAdmins()).toBe(1);
  expect(await actions()).toEqual([]);
});

test("anybody else may leave, without any permission", async () => {
  await leaveTenant(await makeContext(tenant, viewer));
  expect(await directory(viewer.id)).toBeNull();
  expect(await actions()).toEqual(["member.left"]);
  const key = await makeKeyContext(tenant, tenant.owner, []);
  await expect(leaveTenant(key)).rejects.toMatchObject({ code: "permission_denied" });
});

test("of the last two admins who leave at once, one stays", async () => {
  for (let round = 0; round < 10; round += 1) {
    const pair = await makeTenant();
    const second = await makeUser();
    await addMember(pair, second, "tenant_admin");
    const contexts = await Promise.all([makeContext(pair, pair.owner), makeContext(pair, second)]);
    const results = await Promise.allSettled(contexts.map((context) => leaveTenant(context)));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    const stayed = contexts[results.findIndex((result) => result.status === "rejected")];
    if (!stayed) throw new Error("both left");
    expect((await listMembers(stayed, { role: "tenant_admin" })).data).toHaveLength(1);
  }
});

test("control: counting the admins before leaving lets both go", async () => {
  const second = await makeUser();
  await addMember(tenant, second, "tenant_admin");
  const owner = ownerPool();
  await owner.query("alter table shared.memberships disable trigger memberships_keep_admin");
  await owner.query("alter table shared.role_bindings disable trigger role_bindings_keep_admin");
  try {
    const counted = Promise.withResolvers<void>();
    let waiting = 0;
    const leaveIfOthersRemain = (userId: string) =>
      withTenant({ tenantId: tenant.id }, async (tx) => {
        const admins = await tx.roleBinding.count({
          where: { tenantId: tenant.id, role: { systemKey: "tenant_admin" } },
        });
        if (admins < 2) throw new Error("last admin");
        waiting += 1;
        if (waiting === 2) counted.resolve();
        await counted.promise;
        await tx.roleBinding.deleteMany({ where: { tenantId: tenant.id, subjectId: userId } });
      });
    await Promise.all([tenant.owner.id, second.id].map(leaveIfOthersRemain));
    const { rows } = await systemPool().query(
      `select 1 from shared.role_bindings b join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id
       where b.tenant_id = $1 and r.system_key = 'tenant_admin'`,
      [tenant.id],
    );
    expect(rows).toEqual([]);
  } finally {
    await owner.query("alter table shared.memberships enable trigger memberships_keep_admin");
    await owner.query("alter table shared.role_bindings enable trigger role_bindings_keep_admin");
  }
});

test.each(["suspended", "moving"] as const)("nobody leaves a workspace that is %s", async (status) => {
  const someone = await makeUser();
  await addMember(tenant, someone, "viewer");
  await forceStatus(tenant.id, status);
  const refused = leaveTenant(await makeContext(tenant, someone));
  await expect(refused).rejects.toMatchObject({ details: { reason: expect.stringMatching(/^tenant_/) } });
  await forceStatus(tenant.id, "active");
});

test.each(["restricted", "parked", "offboarding"] as const)(
  "anybody leaves one that is %s",
  async (status) => {
    const someone = await makeUser();
    await addMember(tenant, someone, "viewer");
    await forceStatus(tenant.id, status);
    await leaveTenant(await makeContext(tenant, someone));
    await forceStatus(tenant.id, "active");
  },
);
