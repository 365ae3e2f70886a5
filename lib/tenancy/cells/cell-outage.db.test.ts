import { afterAll, beforeAll, expect, test } from "vitest";
import { startTemporaryDatabase, type TemporaryDatabase } from "@/dev/database/temporary";
import { newId } from "@/lib/core/ids";

// A cell on a server of its own, which stops and comes back.
const second: TemporaryDatabase = await startTemporaryDatabase();
process.env.CELLS = JSON.stringify({ far: second.database.url });

const { prepareDatabase } = await import("@/lib/lifecycle/prepare-database");
const { assertCatalogue } = await import("@/lib/tenancy/catalogue/assert-catalogue");
const { migrateAll } = await import("@/lib/tenancy/migrate");
const { closePools, systemPool } = await import("@/lib/infra/database/pools");
const { createApiKey } = await import("@/lib/access/api-keys/create-api-key");
const { resolveRequest } = await import("@/lib/access/resolve-request");
const { listMyInvitations } = await import("@/lib/auth/sign-in/list-my-invitations");
const { accountUsage } = await import("@/lib/usage/account-usage");
const { sweepReservations } = await import("@/worker/sweeps/sweep-reservations");
const { SCHEDULES } = await import("@/worker/schedules");
const { rotateDataKeys } = await import("@/lib/tenancy/vault/rotation/rotate-keys");
const { forceStatus } = await import("@/lib/testing/force-status");
const { watchCells } = await import("./watch-cells");
const { placeTenant } = await import("./place-tenant");
const { probe } = await import("@/lib/testing/probe-route");
const { callRoute } = await import("@/lib/testing/call-route");
const { makeContext, makeUserContext } = await import("@/lib/testing/make-context");
const { makeTenant } = await import("@/lib/testing/make-tenant");
const { makeSuperAdmin, sessionCookie } = await import("@/lib/testing/make-staff");
const { GET: adminTenant } = await import("@/app/api/v1/admin/tenants/[id]/route");
const { GET: members } = await import("@/app/api/v1/users/route");

/** The directory's row of a workspace whose cell is down. */
async function makeTenantRow(cell: string) {
  const id = newId();
  await systemPool().query(
    `insert into platform.tenants (id, account_id, slug, name, status, cell) values ($1, $2, $3, $3, 'active', $4)`,
    [id, near.tenant.accountId, `t-${id.slice(-12)}`, cell],
  );
  return { id };
}
async function endOfLife(id: string): Promise<void> {
  await forceStatus(id, "offboarding");
  await systemPool().query(
    "update platform.tenants set delete_after = now() - interval '1 day' where id = $1",
    [id],
  );
}

type Place = { tenant: Awaited<ReturnType<typeof makeTenant>>; key: string; cookie: string };
let near: Place;
let far: Place;

async function arrange(cell: string): Promise<Place> {
  const tenant = await makeTenant({ cell });
  const ctx = await makeContext(tenant, tenant.owner);
  const { key } = await createApiKey(ctx, { name: "Test", scopes: ["agents:read"] });
  return { tenant, key, cookie: await sessionCookie(tenant.owner, { slug: tenant.slug }) };
}
const byKey = ({ key }: Place) => callRoute(probe, { key });
const bySession = ({ tenant, cookie }: Place) => callRoute(members, { slug: tenant.slug, cookie });
const portal = ({ tenant, cookie }: Place) =>
  resolveRequest({
    host: `${tenant.slug}.atrium.localhost:3000`,
    cookie,
    requestId: "request",
    ip: null,
    userAgent: null,
  });

beforeAll(async () => {
  await prepareDatabase();
  near = await arrange("main");
  far = await arrange("far");
});
afterAll(async () => {
  await closePools();
  await second.remove();
});

test("both cells answer while both are up", async () => {
  for (const place of [near, far]) {
    expect((await byKey(place)).status).toBe(200);
    expect((await bySession(place)).status).toBe(200);
    expect((await portal(place)).kind).toBe("tenant");
  }
});

test("while a cell's server is down only its own tenants are told to come back, at once", async () => {
  await second.database.stop();
  const startedAt = performance.now();
  for (const ask of [byKey, bySession]) {
    const refused = await ask(far);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: "tenant_unavailable", reason: "cell_unavailable" });
    expect((await ask(near)).status).toBe(200);
  }
  expect((await portal(far)).kind).toBe("unreachable");
  expect((await portal(near)).kind).toBe("tenant");
  expect(performance.now() - startedAt).toBeLessThan(4_000);
});

test("a refused call costs nothing of the account's quota", async () => {
  const { accountId } = far.tenant;
  const meter = async () => (await accountUsage(accountId)).find((row) => row.meter === "api_calls")?.used;
  const before = await meter();
  expect((await byKey(far)).status).toBe(503);
  expect(await meter()).toBe(before);
});

test("what asks every cell goes on without it: picker, sweeps, back-office, boot and migrations", async () => {
  expect(await listMyInvitations(makeUserContext(near.tenant.owner))).toEqual([]);
  await expect(sweepReservations()).resolves.toBeTypeOf("number");
  await expect(assertCatalogue()).resolves.toBeUndefined();
  expect(await migrateAll()).toMatchObject({ unreachable: ["far"], failed: 0 });
  const cookie = await sessionCookie(await makeSuperAdmin(), { slug: "admin", mfa: true });
  const answer = await callRoute(adminTenant, { slug: "admin", cookie, params: { id: far.tenant.id } });
  expect(await answer.json()).toMatchObject({ cell: "far", cell_reachable: false, members: { total: 0 } });
});

/** These talk to Stripe, which has no part in this. */
const WITH_STRIPE = /stripe|billing|dunning/;

test("every sweep goes on with the other cells, and erases, rotates and measures there", async () => {
  const gone = await makeTenant({ cell: "main" });
  for (const { id } of [gone, await makeTenantRow("far")]) await endOfLife(id);
  const failed: string[] = [];
  for (const { name, run } of SCHEDULES.filter((schedule) => !WITH_STRIPE.test(schedule.name)))
    await run().catch(() => failed.push(name));
  expect(failed).toEqual([]);
  const { rows } = await systemPool().query("select erased_at from platform.tenants where id = $1", [
    gone.id,
  ]);
  expect(rows[0].erased_at).not.toBeNull();
  const rotated = await rotateDataKeys({ graceMs: 0 });
  expect(rotated.tenants - rotated.failed).toBeGreaterThan(0);
});

test("new workspaces are placed elsewhere until the watcher has seen the cell again", async () => {
  await systemPool().query("update platform.cells set accepts_new = (name = 'far')");
  await watchCells();
  expect(await placeTenant(near.tenant.accountId)).toBe("main");
  await second.database.start();
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await watchCells();
  expect(await placeTenant(near.tenant.accountId)).toBe("far");
});

test("its tenants are back as soon as the server is", async () => {
  expect((await byKey(far)).status).toBe(200);
  expect((await bySession(far)).status).toBe(200);
  expect((await portal(far)).kind).toBe("tenant");
});
