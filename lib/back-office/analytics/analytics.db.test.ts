import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { addCell } from "@/lib/testing/second-cell";
import type { AdminTenantAnalyticsDto, PlatformAnalyticsDto } from "./schema";

process.env.UNIT_COSTS = JSON.stringify({ request_micros: 1_000, tenant_month_micros: 3_000_000 });
await addCell("b");
const { prepareDatabase } = await import("@/lib/lifecycle/prepare-database");
const { closePools, systemPool } = await import("@/lib/infra/database/pools");
const { withSystem } = await import("@/lib/tenancy/with-system");
const { GET: platformRoute } = await import("@/app/api/v1/admin/analytics/route");
const { GET: tenantRoute } = await import("@/app/api/v1/admin/tenants/[id]/analytics/route");
const { callRoute } = await import("@/lib/testing/call-route");
const { addRequests } = await import("@/lib/testing/ledger");
const { makeSuperAdmin, sessionCookie } = await import("@/lib/testing/make-staff");
const { makeTenant } = await import("@/lib/testing/make-tenant");
const { measureTenants } = await import("@/lib/usage/roll-up/measure-tenants");
const { probeHealth } = await import("@/lib/usage/roll-up/probe-health");
const { pruneLedger } = await import("@/lib/usage/roll-up/prune-ledger");
const { rollUpRequests } = await import("@/lib/usage/roll-up/roll-up-requests");

const HOUR_MS = 3_600_000;
const earlier = (minutes: number) => new Date(Date.now() - 2 * HOUR_MS + minutes * 60_000);
const many = (count: number, durationMs: number, status = 200) =>
  Array.from({ length: count }, (_, n) => ({ at: earlier(n % 50), durationMs, status }));
let cookie: string;
let noisy: Awaited<ReturnType<typeof makeTenant>>;
let slow: typeof noisy;
let failing: typeof noisy;
let few: typeof noisy;

beforeAll(async () => {
  await prepareDatabase();
  cookie = await sessionCookie(await makeSuperAdmin(), { slug: "admin", mfa: true });
  noisy = await makeTenant({ slug: "noisy", planKey: "professional", billingState: "active" });
  slow = await makeTenant({ slug: "slow", cell: "b" });
  failing = await makeTenant({ slug: "failing" });
  few = await makeTenant({ slug: "few" });
  await addRequests(noisy.id, many(200, 10));
  await addRequests(slow.id, many(40, 2_000), "b");
  await addRequests(failing.id, [...many(30, 20), ...many(10, 20, 500)]);
  await addRequests(few.id, many(2, 9_000, 500));
  await withSystem(async (tx) => {
    await tx.subscription.create({
      data: {
        id: newId(),
        accountId: noisy.accountId,
        stripeSubscriptionId: `sub_${newId()}`,
        planType: "professional",
        billingInterval: "month",
        status: "active",
      },
      select: { id: true },
    });
    await tx.tenant.updateMany({ data: { createdAt: new Date(Date.now() - 40 * 24 * HOUR_MS) } });
  });
  await systemPool().query("update platform.tenant_status_changes set at = at - interval '40 days'");
  await rollUpRequests();
});
afterAll(closePools);

async function platform(range = "24h"): Promise<PlatformAnalyticsDto> {
  const answer = await callRoute(platformRoute, { slug: "admin", cookie, query: `?range=${range}` });
  expect(answer.status).toBe(200);
  return (await answer.json()) as PlatformAnalyticsDto;
}
async function tenantOf(id: string, range = "30d"): Promise<AdminTenantAnalyticsDto> {
  const answer = await callRoute(tenantRoute, {
    slug: "admin",
    cookie,
    params: { id },
    query: `?range=${range}`,
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as AdminTenantAnalyticsDto;
}
const slugs = (rows: { slug: string }[]) => rows.map((row) => row.slug);

test("the platform's figures are those of all cells together", async () => {
  const figures = await platform();
  expect(figures.tenants).toBe(4);
  expect(figures.totals).toMatchObject({ requests: 282, faults: 12, client_errors: 0 });
  // 40 of 282 calls are slow: the 95th percentile of all is theirs, whichever cell they were in.
  expect(Math.abs((figures.totals.p95_ms ?? 0) - 2_000)).toBeLessThan(90);
  expect(figures.series.reduce((sum, point) => sum + point.requests, 0)).toBe(282);
  expect(figures.totals.availability).toBeLessThan(1);
  expect(figures.totals.availability).toBeGreaterThan(0.9);
});

test("ranks the noisiest, the slowest and the most failing, leaving out those with too few calls", async () => {
  const figures = await platform();
  expect(slugs(figures.noisiest)).toEqual(["noisy", "failing", "slow", "few"]);
  expect(slugs(figures.slowest)[0]).toBe("slow");
  expect(slugs(figures.slowest)).not.toContain("few");
  expect(slugs(figures.most_failing)).toEqual(["failing"]);
  expect(figures.most_failing[0]).toMatchObject({ error_rate: 0.25, plan: "free", name: "failing" });
});

test("a tenant's cost is quantities times unit costs, its margin what the subscription leaves", async () => {
  const { cost, performance } = await tenantOf(noisy.id);
  expect(performance.totals.requests).toBe(200);
  const line = (item: string) => cost.lines.find((entry) => entry.item === item);
  expect(line("requests")).toMatchObject({ quantity: 200, micros: 200_000 });
  // 30 calendar days, of which today has not quite passed.
  expect(line("base")?.micros).toBeGreaterThan(2_890_000);
  expect(line("base")?.micros).toBeLessThanOrEqual(3_000_000);
  expect(cost.total.micros).toBe(cost.lines.reduce((sum, entry) => sum + entry.micros, 0));
  expect(cost.revenue.micros).toBeGreaterThan(95_000_000);
  expect(cost.margin).toBeCloseTo((cost.revenue.micros - cost.total.micros) / cost.revenue.micros, 10);
});

test("without a paid subscription there is a cost and no margin; figures of another cell are read there", async () => {
  const { cost, performance, routes } = await tenantOf(slow.id, "24h");
  expect(performance.totals.requests).toBe(40);
  expect(routes.map((row) => row.key)).toEqual(["GET /api/v1/agents"]);
  expect(cost).toMatchObject({ revenue: { micros: 0 }, margin: null });
  expect(cost.total.micros).toBeGreaterThan(0);
});

test("an account's subscription is shared by its workspaces", async () => {
  const alone = (await tenantOf(noisy.id)).cost.revenue.micros;
  await makeTenant({ accountId: noisy.accountId });
  expect((await tenantOf(noisy.id)).cost.revenue.micros).toBeCloseTo(alone / 2, -5);
});

test("storage is measured in every cell", async () => {
  expect(await measureTenants()).toBeGreaterThanOrEqual(4);
  expect((await tenantOf(slow.id)).storage_bytes).toBeGreaterThan(50_000);
  expect(
    (await tenantOf(slow.id)).cost.lines.find((entry) => entry.item === "storage")?.quantity,
  ).toBeGreaterThan(0);
});

test("probes tell a platform that answers from one that does not, cell by cell", async () => {
  const server = createServer((_, response) => response.end("ok")).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  expect(await probeHealth(`http://atrium.localhost:${port}/api/health`)).toEqual({ main: true, b: true });
  await new Promise((resolve) => server.close(resolve));
  expect((await probeHealth(`http://127.0.0.1:${port}/api/health`)).main).toBe(false);
  const { rows } = await systemPool().query(
    "select cell, bool_or(ok) as ok from platform.health_probes group by 1 order by 1",
  );
  expect(rows.map((row) => row.cell)).toEqual(["b", "main"]);
  // A probe that got through counts for that minute, whichever worker made it.
  expect(rows.every((row) => row.ok)).toBe(true);
  await systemPool().query("delete from platform.health_probes");
});

test("a cell that was down counts for its tenants only", async () => {
  await systemPool().query(
    "insert into platform.health_probes (at, cell, ok, duration_ms) select date_trunc('minute', now()) - interval '3 hours' + n * interval '1 minute', 'b', false, 1 from generate_series(0, 9) n",
  );
  const whole = await tenantOf(noisy.id, "24h");
  const broken = await tenantOf(slow.id, "24h");
  expect(whole.performance.totals).toMatchObject({ availability: 1, faulty_windows: 0 });
  expect(broken.performance.totals.faulty_windows).toBeGreaterThanOrEqual(2);
  await systemPool().query("delete from platform.health_probes");
});

test("the ledger is pruned by plan, the roll-up stays", async () => {
  const old = new Date(Date.now() - 20 * 24 * HOUR_MS);
  await addRequests(noisy.id, [{ at: old }]);
  await addRequests(failing.id, [{ at: old }]);
  await addRequests(slow.id, [{ at: old }], "b");
  expect(await pruneLedger()).toBe(2);
  const { rows } = await systemPool().query(
    "select 1 from shared.api_requests where tenant_id = $1 and occurred_at = $2",
    [noisy.id, old],
  );
  expect(rows).toHaveLength(1);
  expect((await tenantOf(failing.id)).performance.totals.requests).toBe(40);
});

test("is for staff only, and an unknown workspace has none", async () => {
  const outsider = await sessionCookie(noisy.owner, { slug: "admin" });
  expect((await callRoute(platformRoute, { slug: "admin", cookie: outsider })).status).toBe(403);
  expect((await callRoute(platformRoute, { slug: noisy.slug, cookie: outsider })).status).toBe(404);
  const unknown = await callRoute(tenantRoute, { slug: "admin", cookie, params: { id: newId() } });
  expect(unknown.status).toBe(404);
});
