import { beforeEach, describe, expect, test } from "vitest";
import type { UserContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { accountOf, freshSlug, tenantsCounted } from "@/lib/testing/account-of";
import { makeContext, makeKeyContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { getOperation } from "../operations/get-operation";
import { createTenant } from "./create-tenant";
import { deleteTenant } from "./delete-tenant";
import { getTenant } from "./get-tenant";
import { listTenants } from "./list-tenants";
import { updateTenant } from "./update-tenant";

let person: TestUser;
let ctx: UserContext;
beforeEach(async () => {
  person = await makeUser();
  ctx = makeUserContext(person);
});

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
