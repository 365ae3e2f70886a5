import { beforeEach, expect, test } from "vitest";
import type { UserContext } from "@/lib/core/context";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { openJob } from "@/lib/notifications/open-job";
import { accountOf, freshSlug, tenantsCounted } from "@/lib/testing/account-of";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { tenantTraces } from "@/lib/testing/tenant-traces";
import { runProvisioning } from "../provisioning/run-provisioning";
import { createTenant } from "./create-tenant";
import { deleteTenant } from "./delete-tenant";
import { eraseTenant } from "./erase-tenant";
import { listTenants } from "./list-tenants";
import { restoreTenant } from "./restore-tenant";

let person: TestUser;
let ctx: UserContext;
beforeEach(async () => {
  person = await makeUser();
  ctx = makeUserContext(person);
});

async function mailsTo(address: string): Promise<string[]> {
  const { rows } = await systemPool().query<{ id: string; payload: string; tenantId: string | null }>(
    `select id, payload, tenant_id as "tenantId" from platform.outbox where queue = 'mail' and payload is not null`,
  );
  const mails = await Promise.all(
    rows.map(async (row) => (await openJob(row)) as { to: string; template: string }),
  );
  return mails.filter((mail) => mail.to === address).map((mail) => mail.template);
}

async function provisioned() {
  const { tenant, operation } = await createTenant(ctx, { name: "Doomed", slug: freshSlug() });
  await runProvisioning(operation.id);
  return { id: tenant.id, slug: tenant.slug, accountId: await accountOf(tenant.id) };
}

test("closes at once, tells the owner, frees the plan's place and can be called off", async () => {
  const tenant = await provisioned();
  const closed = await deleteTenant(await makeContext(tenant, person), tenant.id);
  expect(closed.status).toBe("offboarding");
  const inDays = (Date.parse(closed.delete_after ?? "") - Date.now()) / 86_400_000;
  expect(inDays).toBeGreaterThan(13.9);
  expect(await tenantsCounted(tenant.accountId)).toBe(0);
  expect(await mailsTo(person.email)).toContain("tenant_deletion_scheduled");
  const context = await makeContext(tenant, person);
  expect(context.decide("agents:read").allowed).toBe(false);
  await expect(deleteTenant(context, tenant.id)).rejects.toMatchObject({ code: "conflict" });

  expect(await restoreTenant(ctx, tenant.id)).toMatchObject({ status: "active", delete_after: null });
  expect(await tenantsCounted(tenant.accountId)).toBe(1);
  expect(await mailsTo(person.email)).toContain("tenant_restored");
  await expect(restoreTenant(ctx, tenant.id)).rejects.toMatchObject({ code: "conflict" });
  expect(await tenantsCounted(tenant.accountId)).toBe(1);
});

test("only an owner can call it off, and not beyond the plan", async () => {
  const tenant = await provisioned();
  await deleteTenant(await makeContext(tenant, person), tenant.id);
  const stranger = makeUserContext(await makeUser());
  await expect(restoreTenant(stranger, tenant.id)).rejects.toMatchObject({ code: "not_found" });
  await createTenant(ctx, { name: "Instead", slug: freshSlug() });
  await expect(restoreTenant(ctx, tenant.id)).rejects.toMatchObject({ code: "limit_reached" });
});

test("after 14 days nothing is left but the address, which stays taken", async () => {
  const tenant = await provisioned();
  await deleteTenant(await makeContext(tenant, person), tenant.id);
  await eraseTenant(tenant.id);
  expect((await tenantTraces(tenant.id, tenant.accountId)).schema).toBe(1);
  await ownerPool().query("update platform.tenants set delete_after = now() where id = $1", [tenant.id]);
  await eraseTenant(tenant.id);
  await eraseTenant(tenant.id);
  expect(await tenantTraces(tenant.id, tenant.accountId)).toMatchObject({
    tenant: 1,
    stub: 0,
    roles: 0,
    memberships: 0,
    directory: 0,
    schema: 0,
    databaseRole: 0,
    createdEvents: 0,
  });
  await expect(createTenant(ctx, { name: "Again", slug: tenant.slug })).rejects.toMatchObject({
    details: { reason: "slug_taken" },
  });
  expect((await listTenants(ctx, { limit: 10 })).data).toEqual([]);
});

test("called off in the last moment, while the worker is about to erase it, it loses nothing", async () => {
  const tenant = await provisioned();
  await deleteTenant(await makeContext(tenant, person), tenant.id);
  await ownerPool().query("update platform.tenants set delete_after = now() where id = $1", [tenant.id]);
  const before = await tenantTraces(tenant.id, tenant.accountId);
  const owner = await ownerPool().connect();
  try {
    await owner.query("begin");
    await owner.query("update platform.tenants set status = 'active', delete_after = null where id = $1", [
      tenant.id,
    ]);
    const erasing = eraseTenant(tenant.id);
    await someoneWaits();
    await owner.query("commit");
    expect(await erasing).toBeNull();
  } finally {
    owner.release();
  }
  expect(await tenantTraces(tenant.id, tenant.accountId)).toEqual(before);
  expect((await listTenants(ctx, { limit: 10 })).data).toMatchObject([{ status: "active" }]);
});

async function someoneWaits(): Promise<void> {
  for (;;) {
    const { rowCount } = await ownerPool().query("select 1 from pg_locks where not granted");
    if (rowCount) return;
  }
}
