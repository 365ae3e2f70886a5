import { beforeEach, describe, expect, test } from "vitest";
import type { UserContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { openJob } from "@/lib/notifications/open-job";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeContext, makeKeyContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { tenantTraces } from "@/lib/testing/tenant-traces";
import { accountUsage } from "@/lib/usage/account-usage";
import { getOperation } from "../operations/get-operation";
import { runProvisioning } from "../provisioning/run-provisioning";
import { createTenant } from "./create-tenant";
import { deleteTenant } from "./delete-tenant";
import { eraseTenant } from "./erase-tenant";
import { getTenant } from "./get-tenant";
import { listTenants } from "./list-tenants";
import { restoreTenant } from "./restore-tenant";
import { updateTenant } from "./update-tenant";

let person: TestUser;
let ctx: UserContext;
beforeEach(async () => {
  person = await makeUser();
  ctx = makeUserContext(person);
});

const freshSlug = () => `w-${newId().slice(-12)}`;

async function accountOf(tenantId: string): Promise<string> {
  const row = await withSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id: tenantId } }));
  return row.accountId;
}

async function tenantsCounted(accountId: string): Promise<number | undefined> {
  return (await accountUsage(accountId)).find((row) => row.meter === "tenants")?.used;
}

async function mailsTo(address: string): Promise<string[]> {
  const { rows } = await systemPool().query<{ id: string; payload: string; tenantId: string | null }>(
    `select id, payload, tenant_id as "tenantId" from platform.outbox where queue = 'mail' and payload is not null`,
  );
  const mails = await Promise.all(
    rows.map(async (row) => (await openJob(row)) as { to: string; template: string }),
  );
  return mails.filter((mail) => mail.to === address).map((mail) => mail.template);
}

describe("createTenant", () => {
  test("makes the account on Free, reserves the address and answers before the work is done", async () => {
    const slug = freshSlug();
    const { tenant, operation } = await createTenant(ctx, {
      name: "  Café Zürich  ",
      slug,
      locale: "nl",
      time_zone: "Europe/Zurich",
    });
    expect(tenant).toMatchObject({
      name: "Café Zürich",
      slug,
      status: "provisioning",
      plan_type: "free",
      locale: "nl",
      time_zone: "Europe/Zurich",
      url: `http://${slug}.atrium.localhost:3000/`,
    });
    expect(operation).toMatchObject({ kind: "provision_tenant", state: "pending" });
    expect(operation.steps.map((step) => step.state)).toEqual([
      "succeeded",
      ...Array.from({ length: 5 }, () => "pending"),
    ]);
    const accountId = await accountOf(tenant.id);
    expect(await tenantsCounted(accountId)).toBe(1);
    const account = await withSystem((tx) =>
      tx.account.findUniqueOrThrow({
        where: { id: accountId },
        include: { accountMembers: true, accountEntitlements: true },
      }),
    );
    expect(account).toMatchObject({ planKey: "free", billingEmail: person.email });
    expect(account.accountMembers).toMatchObject([{ userId: person.id, role: "owner" }]);
    expect(account.accountEntitlements.length).toBeGreaterThan(5);
    const events = await withSystem((tx) => tx.platformEvent.findMany({ where: { accountId } }));
    expect(events.map((event) => event.action).sort()).toEqual(["account.created", "tenant.requested"]);
  });

  test("beyond the plan's number of workspaces answers limit_reached with the number", async () => {
    await createTenant(ctx, { name: "First", slug: freshSlug() });
    const slug = freshSlug();
    await expect(createTenant(ctx, { name: "Second", slug })).rejects.toMatchObject({
      code: "limit_reached",
      message: "Your plan allows 1 tenants.",
      details: { subject: "tenants" },
    });
    expect(await withSystem((tx) => tx.tenant.count({ where: { slug } }))).toBe(0);
  });

  test("ten parallel requests make one workspace on Free, and one account", async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => createTenant(ctx, { name: "Parallel", slug: freshSlug() })),
    );
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    const accounts = await withSystem((tx) => tx.accountMember.count({ where: { userId: person.id } }));
    expect(accounts).toBe(1);
  });

  test("a taken address is refused with a free one, and takes nothing of the limit", async () => {
    const slug = freshSlug();
    const taken = await createTenant(makeUserContext(await makeUser()), { name: "Taken", slug });
    const refusal = await createTenant(ctx, { name: "Mine", slug }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: "conflict",
      details: { reason: "slug_taken", subject: `${slug}-hq` },
    });
    const mine = await createTenant(ctx, { name: "Mine", slug: `${slug}-hq` });
    expect(await tenantsCounted(await accountOf(mine.tenant.id))).toBe(1);
    expect(await accountOf(mine.tenant.id)).not.toBe(await accountOf(taken.tenant.id));
  });

  test.each(["admin", "api", "www", "mail", "status"])("refuses the reserved address %s", async (slug) => {
    await expect(createTenant(ctx, { name: "Reserved", slug })).rejects.toMatchObject({
      code: "conflict",
      details: { reason: "slug_reserved" },
    });
  });

  test.each([
    { name: "x", slug: "fine-slug" },
    { name: "Fine", slug: "Not-Fine" },
    { name: "Fine", slug: "-dash" },
    { name: "Fine", slug: "double--dash" },
    { name: "Fine", slug: "ab" },
    { name: "Fine", slug: "аcme" },
    { name: "Fine\u202e", slug: "fine-slug" },
    { name: "Fine", slug: "fine-slug", time_zone: "Mars/Olympus" },
  ])("refuses $name / $slug", async (input) => {
    await expect(createTenant(ctx, input)).rejects.toThrow();
  });

  test("a member who does not own the account, and a key, may not", async () => {
    const tenant = await makeTenant();
    await addMember(tenant, person, "tenant_admin");
    const input = { name: "Extra", slug: freshSlug() };
    const refused = { code: "permission_denied" };
    await expect(createTenant(await makeContext(tenant, person), input)).rejects.toMatchObject(refused);
    const key = await makeKeyContext(tenant, tenant.owner, ["tenant:read"]);
    await expect(createTenant(key, input)).rejects.toMatchObject(refused);
    const owned = await createTenant(await makeContext(tenant, tenant.owner), input);
    expect(await accountOf(owned.tenant.id)).toBe(tenant.accountId);
  });

  test("only the person who started an operation can see it", async () => {
    const { operation } = await createTenant(ctx, { name: "Mine", slug: freshSlug() });
    const stranger = makeUserContext(await makeUser());
    const unknown = await getOperation(stranger, newId()).catch((error: unknown) => error);
    const foreign = await getOperation(stranger, operation.id).catch((error: unknown) => error);
    expect(foreign).toEqual(unknown);
    expect(foreign).toMatchObject({ code: "not_found" });
  });
});

describe("one workspace", () => {
  test("another tenant's id and an unknown one get the same answer", async () => {
    const [mine, theirs] = [await makeTenant(), await makeTenant()];
    const context = await makeContext(mine, mine.owner);
    for (const call of [
      getTenant,
      deleteTenant,
      (c: typeof context, id: string) => updateTenant(c, id, { name: "New" }),
    ]) {
      const foreign = await call(context, theirs.id).catch((error: unknown) => error);
      const unknown = await call(context, newId()).catch((error: unknown) => error);
      expect(foreign).toEqual(unknown);
      expect(foreign).toMatchObject({ code: "not_found" });
    }
  });

  test("changes the named fields and tells the audit trail", async () => {
    const tenant = await makeTenant();
    const context = await makeContext(tenant, tenant.owner);
    const changed = await updateTenant(context, tenant.id, { name: "Renamed" });
    expect(changed).toMatchObject({ name: "Renamed", locale: "en", slug: tenant.slug });
    expect(await getTenant(context, tenant.id)).toEqual(changed);
    const event = await withSystem((tx) =>
      tx.domainEvent.findFirstOrThrow({ where: { tenantId: tenant.id, action: "tenant.updated" } }),
    );
    expect(event).toMatchObject({ before: { name: tenant.slug }, after: { name: "Renamed" } });
    await expect(updateTenant(context, tenant.id, {})).rejects.toThrow();
  });

  test("its way of writing dates and numbers reaches every request and is audited", async () => {
    const tenant = await makeTenant();
    const context = await makeContext(tenant, tenant.owner);
    expect(context.tenant.formats).toEqual({
      date: "locale",
      number: "locale",
      week_start: "monday",
      currency: "symbol",
    });
    const change = { date_format: "iso", number_format: "comma", week_start: "sunday" } as const;
    expect(await updateTenant(context, tenant.id, change)).toMatchObject(change);
    const { formats } = (await makeContext(tenant, tenant.owner)).tenant;
    expect(formats).toMatchObject({ date: "iso", number: "comma", week_start: "sunday" });
    const wrong = { date_format: "yyyy" } as never;
    await expect(updateTenant(context, tenant.id, wrong)).rejects.toThrow();
  });

  test("a viewer reads it and changes nothing", async () => {
    const tenant = await makeTenant();
    await addMember(tenant, person, "viewer");
    const viewer = await makeContext(tenant, person);
    expect(await getTenant(viewer, tenant.id)).toMatchObject({ id: tenant.id });
    const refused = { code: "permission_denied" };
    await expect(updateTenant(viewer, tenant.id, { name: "Mine" })).rejects.toMatchObject(refused);
    await expect(deleteTenant(viewer, tenant.id)).rejects.toMatchObject(refused);
  });

  test("the list holds a person's own workspaces, page by page", async () => {
    const tenants = [];
    for (let n = 0; n < 3; n += 1) {
      const tenant = await makeTenant();
      await addMember(tenant, person, "developer");
      tenants.push(tenant.id);
    }
    await makeTenant();
    const first = await listTenants(ctx, { limit: 2 });
    expect(first.page.has_more).toBe(true);
    const rest = await listTenants(ctx, { limit: 2, cursor: first.page.next_cursor ?? undefined });
    expect([...first.data, ...rest.data].map((row) => row.id).sort()).toEqual(tenants.sort());
    expect(rest.page).toEqual({ next_cursor: null, has_more: false });
  });
});

describe("deletion", () => {
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
});

async function someoneWaits(): Promise<void> {
  for (;;) {
    const { rowCount } = await ownerPool().query("select 1 from pg_locks where not granted");
    if (rowCount) return;
  }
}
