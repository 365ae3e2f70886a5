import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PUT as cellRoute } from "@/app/api/v1/admin/cells/[name]/route";
import { GET as cellsRoute } from "@/app/api/v1/admin/cells/route";
import { GET as overviewRoute } from "@/app/api/v1/admin/migrations/route";
import { POST as retryRoute } from "@/app/api/v1/admin/migrations/tenants/[id]/retries/route";
import { GET as tenantsRoute } from "@/app/api/v1/admin/migrations/tenants/route";
import { PUT as placementRoute } from "@/app/api/v1/admin/tenants/[id]/placement/route";
import { GET as tenantRoute } from "@/app/api/v1/admin/tenants/[id]/route";
import { newId } from "@/lib/core/ids";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { schemaName } from "@/lib/tenancy/schema-name";
import { callRoute } from "@/lib/testing/call-route";
import { makeSuperAdmin, sessionCookie } from "@/lib/testing/make-staff";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { migrateTenantJob } from "@/worker/jobs/migrate-tenant-job";
import type { FleetOverview, FleetTenantPage } from "./schema";

let cookie: string;
let tenant: TestTenant;
let broken: TestTenant;

const call = (extra: object = {}) => ({ slug: "admin", cookie, ...extra });
async function list(query = ""): Promise<FleetTenantPage> {
  return (await callRoute(tenantsRoute, call({ query }))).json();
}
async function actions(): Promise<string[]> {
  const { rows } = await systemPool().query<{ action: string }>(
    "select action from platform.platform_events where actor_type = 'user' order by occurred_at",
  );
  return rows.map((row) => row.action);
}

/** As a run leaves a tenant whose table was in the way: rolled back to the version before. */
async function fail(id: string): Promise<void> {
  await ownerPool().query("delete from migrations.applied where target = $1", [schemaName(id)]);
  await ownerPool().query(
    `insert into migrations.fleet (tenant_id, ring, state, attempts, error) values ($1, 'all', 'failed', 1, 'in the way')
     on conflict (tenant_id) do update set state = 'failed', error = excluded.error, updated_at = now()`,
    [id],
  );
}

beforeAll(async () => {
  cookie = await sessionCookie(await makeSuperAdmin(), { slug: "admin", mfa: true });
  tenant = await makeTenant();
  broken = await makeTenant();
});
beforeEach(() => fail(broken.id));

describe("migrations", () => {
  test("tells the files, the rings and the workspaces of each cell", async () => {
    const { data } = (await (await callRoute(overviewRoute, call())).json()) as FleetOverview;
    expect(data).toMatchObject([
      { name: "main", reachable: true, tenants: { total: 2, current: 1, behind: 1, failed: 1 } },
    ]);
    const [main] = data;
    expect(main?.placements.map(({ placement }) => placement)).toEqual(["platform", "cell"]);
    expect(main?.placements.every(({ applied, total }) => applied === total && total > 0)).toBe(true);
    expect(main?.rings.find(({ ring }) => ring === "all")).toMatchObject({ failed: 1 });
  });

  test("lists workspaces, filters by state and address, and pages", async () => {
    expect((await list()).data).toHaveLength(2);
    expect((await list("?state=failed")).data).toMatchObject([
      { id: broken.id, state: "failed", error: "in the way", version: null },
    ]);
    expect((await list(`?q=${tenant.slug}`)).data).toMatchObject([{ id: tenant.id, state: "done" }]);
    const first = await list("?limit=1");
    const second = await list(`?limit=1&cursor=${first.page.next_cursor}`);
    expect(new Set([...first.data, ...second.data].map((row) => row.id))).toEqual(
      new Set([tenant.id, broken.id]),
    );
    expect((await callRoute(tenantsRoute, call({ query: "?cell=nowhere" }))).status).toBe(404);
  });

  test("a failed one is tried again by the worker, once a failure, and the trail names who asked", async () => {
    const again = () => callRoute(retryRoute, call({ params: { id: broken.id } }));
    expect((await again()).status).toBe(202);
    expect((await again()).status).toBe(202);
    const { rows } = await systemPool().query(
      "select id from platform.outbox where queue = 'migrate-tenant'",
    );
    expect(rows).toHaveLength(1);
    expect(await actions()).toContain("migration.retried");
    const job = { id: newId(), tenantId: null, payload: { tenantId: broken.id }, attempt: 0 };
    await migrateTenantJob.handle({ ...job, finish: async () => true });
    // Its tables are there: the file fails once more, and its error replaces the old one.
    expect((await list("?state=failed")).data).toMatchObject([
      { id: broken.id, error: expect.stringMatching(/already exists/) },
    ]);
    await ownerPool().query(`drop schema ${schemaName(broken.id)} cascade`);
    await migrateTenantJob.handle({ ...job, finish: async () => true });
    expect((await list("?state=failed")).data).toEqual([]);
  });

  test("one that did not fail is refused, an unknown one is not found", async () => {
    expect((await callRoute(retryRoute, call({ params: { id: tenant.id } }))).status).toBe(409);
    expect((await callRoute(retryRoute, call({ params: { id: newId() } }))).status).toBe(404);
  });
});

describe("cells", () => {
  test("staff say what a cell is for and place an account, both with a reason in the trail", async () => {
    const change = {
      params: { name: "main" },
      body: { max_tenants: 5, plans: ["enterprise"], reason: "Full soon" },
    };
    expect(await (await callRoute(cellRoute, call(change))).json()).toMatchObject({
      max_tenants: 5,
      plans: ["enterprise"],
      accepts_new: true,
    });
    const place = { params: { id: tenant.id }, body: { cell: "main", reason: "They pay for it" } };
    expect((await callRoute(placementRoute, call(place))).status).toBe(200);
    const shown = await (await callRoute(tenantRoute, call({ params: { id: tenant.id } }))).json();
    expect(shown).toMatchObject({ account: { placed_in: "main" } });
    const back = { params: { id: tenant.id }, body: { cell: null, reason: "No longer" } };
    expect((await callRoute(placementRoute, call(back))).status).toBe(200);
    expect(await actions()).toEqual(expect.arrayContaining(["cell.changed", "account.placed"]));
    expect((await (await callRoute(cellsRoute, call())).json()).data).toMatchObject([
      { name: "main", placed: 2 },
    ]);
  });

  test("an unknown cell is not found and a change without a reason is invalid", async () => {
    const unknown = { params: { name: "nowhere" }, body: { accepts_new: false, reason: "Because so" } };
    expect((await callRoute(cellRoute, call(unknown))).status).toBe(404);
    const place = { params: { id: tenant.id }, body: { cell: "nowhere", reason: "Because so" } };
    expect((await callRoute(placementRoute, call(place))).status).toBe(404);
    expect(
      (await callRoute(cellRoute, call({ params: { name: "main" }, body: { accepts_new: false } }))).status,
    ).toBe(422);
  });
});

test("nobody but staff comes near: another person, a member, no session", async () => {
  const member = await sessionCookie(tenant.owner, { slug: "admin" });
  for (const route of [overviewRoute, tenantsRoute, cellsRoute]) {
    expect((await callRoute(route, { slug: "admin", cookie: member })).status).toBe(403);
    expect((await callRoute(route, { slug: "admin" })).status).toBe(401);
    expect((await callRoute(route, { slug: tenant.slug, cookie: member })).status).toBe(404);
  }
  expect(
    (await callRoute(retryRoute, { slug: "admin", cookie: member, params: { id: broken.id } })).status,
  ).toBe(403);
});
