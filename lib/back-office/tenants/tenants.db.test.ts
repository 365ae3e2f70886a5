import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GET as getRoute } from "@/app/api/v1/admin/tenants/[id]/route";
import { POST as syncRoute } from "@/app/api/v1/admin/tenants/[id]/stripe-sync/route";
import { GET as listRoute } from "@/app/api/v1/admin/tenants/route";
import { startCheckout } from "@/lib/billing/subscriptions/start-checkout";
import { syncCatalogue } from "@/lib/billing/sync-catalogue";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext } from "@/lib/testing/make-context";
import { makeSuperAdmin, sessionCookie } from "@/lib/testing/make-staff";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { startStripe, type TestStripe } from "@/lib/testing/start-stripe";
import type { AdminTenantDetailDto, AdminTenantPage } from "./schema";

let cookie: string;
let first: TestTenant;
let second: TestTenant;
let third: TestTenant;

beforeAll(async () => {
  cookie = await sessionCookie(await makeSuperAdmin(), { slug: "admin", mfa: true });
  first = await makeTenant({ slug: "acme-first", planKey: "professional", limits: { api_calls: 500 } });
  second = await makeTenant({ slug: "acme-second", status: "suspended" });
  third = await makeTenant({ slug: "zeta-third", limits: { api_calls: null } });
  await addMember(first, await makeUser(), "viewer");
  const minutes = [30, 20, 10];
  for (const [index, tenant] of [first, second, third].entries()) {
    await withSystem((tx) =>
      tx.tenant.update({
        where: { id: tenant.id },
        data: { createdAt: new Date(Date.now() - (minutes[index] ?? 0) * 60_000) },
        select: { id: true },
      }),
    );
  }
});

async function list(query = ""): Promise<AdminTenantPage> {
  const answer = await callRoute(listRoute, { slug: "admin", cookie, query });
  expect(answer.status).toBe(200);
  return (await answer.json()) as AdminTenantPage;
}
const slugs = (page: AdminTenantPage) => page.data.map((row) => row.slug);

describe("the list", () => {
  test("pages through all tenants, newest first, each once", async () => {
    const one = await list("?limit=2");
    expect(slugs(one)).toEqual(["zeta-third", "acme-second"]);
    const two = await list(`?limit=2&cursor=${one.page.next_cursor}`);
    expect(slugs(two)).toEqual(["acme-first"]);
    expect(two.page).toEqual({ next_cursor: null, has_more: false });
  });

  test("searches names, addresses and whole ids, taking signs of patterns literally", async () => {
    expect(slugs(await list("?q=ACME"))).toEqual(["acme-second", "acme-first"]);
    expect(slugs(await list(`?q=${first.id}`))).toEqual(["acme-first"]);
    expect(slugs(await list("?q=%25"))).toEqual([]);
    expect(slugs(await list("?q=_"))).toEqual([]);
    expect(slugs(await list("?q='%20or%201=1"))).toEqual([]);
  });

  test("filters by status and plan, and counts each status for the rest of the filters", async () => {
    expect(slugs(await list("?status=suspended"))).toEqual(["acme-second"]);
    expect(slugs(await list("?plan=professional"))).toEqual(["acme-first"]);
    expect((await list()).counts).toEqual({ active: 2, suspended: 1 });
    expect((await list("?q=acme&status=suspended")).counts).toEqual({ active: 1, suspended: 1 });
    const refused = await callRoute(listRoute, { slug: "admin", cookie, query: "?status=gone" });
    expect(refused.status).toBe(422);
  });

  test("leaves erased tenants out until they are asked for", async () => {
    const gone = await makeTenant({ slug: "gone-one", status: "erased" });
    expect(slugs(await list("?q=gone-one"))).toEqual([]);
    expect(slugs(await list("?q=gone-one&status=erased"))).toEqual([gone.slug]);
    await withSystem((tx) => tx.tenant.delete({ where: { id: gone.id }, select: { id: true } }));
  });

  test("shows members, the account's calls of the open period and the last sign of life", async () => {
    const opened = new Date("2026-11-20T10:00:00.000Z");
    await withSystem(async (tx) => {
      await tx.userTenant.updateMany({ where: { tenantId: first.id }, data: { lastOpenedAt: opened } });
      const [period] = await tx.$queryRaw<{ id: string }[]>`
        select platform.current_period(${first.accountId}::uuid)::text as id`;
      const key = { accountId: first.accountId, meter: "api_calls", periodId: period?.id ?? "" };
      await tx.accountCounter.create({ data: { ...key, used: 120n } });
      // Of a period that is over: it must not count.
      await tx.accountCounter.create({ data: { ...key, periodId: newId(), used: 999n } });
    });
    const rows = (await list()).data;
    expect(rows.find((row) => row.id === first.id)).toMatchObject({
      plan: "professional",
      members: 2,
      api_calls: { used: 120, limit: 500 },
      last_active_at: opened.toISOString(),
    });
    expect(rows.find((row) => row.id === third.id)).toMatchObject({
      api_calls: { used: 0, limit: null },
      last_active_at: null,
    });
  });

  test("cannot read a tenant's own schema (control: the tenant itself can)", async () => {
    const schema = `t_${first.id.replaceAll("-", "")}`;
    await expect(systemPool().query(`select * from ${schema}.agent_instances`)).rejects.toMatchObject({
      code: "42501",
    });
  });
});

describe("the page of one tenant", () => {
  test("tells facts, account, people, limits and history", async () => {
    const answer = await callRoute(getRoute, { slug: "admin", cookie, params: { id: first.id } });
    expect(answer.status).toBe(200);
    const tenant = (await answer.json()) as AdminTenantDetailDto;
    expect(tenant).toMatchObject({
      id: first.id,
      slug: "acme-first",
      cell: "main",
      schema_name: `t_${first.id.replaceAll("-", "")}`,
      plan: "professional",
      account: {
        id: first.accountId,
        stripe_customer_id: null,
        owners: [{ id: first.owner.id, email: first.owner.email }],
        siblings: [],
      },
      subscription: null,
      members: { total: 2 },
    });
    expect(tenant.members.shown.map((member) => member.roles)).toEqual([["tenant_admin"], ["viewer"]]);
    expect(tenant.limits.map((limit) => limit.meter).sort()).toEqual(["agents", "api_calls", "tenants"]);
  });

  test("answers 404 to ids that are unknown or none", async () => {
    for (const id of [newId(), "nonsense"]) {
      expect((await callRoute(getRoute, { slug: "admin", cookie, params: { id } })).status).toBe(404);
    }
  });
});

describe("Sync with Stripe", () => {
  let stripe: TestStripe;
  beforeAll(async () => {
    stripe = await startStripe();
    await syncCatalogue();
  });
  afterAll(() => stripe.close());

  const sync = (id: string) => callRoute(syncRoute, { slug: "admin", cookie, params: { id } });

  test("brings a payment in that no webhook told of, once, and writes both trails", async () => {
    const tenant = await makeTenant();
    const { checkout_url } = await startCheckout(await makeContext(tenant, tenant.owner), {
      plan: "starter",
      interval: "month",
    });
    await stripe.pay(checkout_url);
    const answer = await sync(tenant.id);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ plan: "starter", billing_state: "active" });
    expect(await (await sync(tenant.id)).json()).toEqual({
      plan: "starter",
      billing_state: "active",
      drift: 0,
    });
    const [platform, own] = await withSystem(async (tx) => [
      await tx.platformEvent.findFirst({
        where: { tenantId: tenant.id, action: "account.stripe_synced" },
        orderBy: { occurredAt: "asc" },
      }),
      await tx.domainEvent.findFirst({ where: { tenantId: tenant.id, action: "billing.synced" } }),
    ]);
    expect(platform).toMatchObject({ before: { plan: "free" }, after: { plan: "starter" } });
    expect(own).toMatchObject({ actorType: "system", actorLabel: "Atrium staff" });
  });

  test("changes nothing and says so when Stripe does not answer, and knows only tenants", async () => {
    const tenant = await makeTenant();
    await withSystem((tx) =>
      tx.account.update({
        where: { id: tenant.accountId },
        data: { stripeCustomerId: `cus_${tenant.id.slice(-12)}` },
        select: { id: true },
      }),
    );
    await stripe.control("faults", { kind: "error", times: 10, match: "GET /v1/" });
    const answer = await sync(tenant.id);
    await stripe.control("faults/clear");
    expect(await answer.json()).toMatchObject({ status: 502, code: "upstream_failed" });
    const events = await withSystem((tx) => tx.platformEvent.count({ where: { tenantId: tenant.id } }));
    expect(events).toBe(0);
    expect((await sync(newId())).status).toBe(404);
  });
});
