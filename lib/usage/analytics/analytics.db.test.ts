import { beforeAll, describe, expect, test } from "vitest";
import { GET as membersRoute } from "@/app/api/v1/analytics/active-members/route";
import { GET as breakdownRoute } from "@/app/api/v1/analytics/breakdown/route";
import { GET as exportRoute } from "@/app/api/v1/analytics/export/route";
import { GET as performanceRoute } from "@/app/api/v1/analytics/performance/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import type { RouteHandler } from "@/lib/api/route";
import { systemPool } from "@/lib/infra/database/pools";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { callRoute } from "@/lib/testing/call-route";
import { addRequests, type LedgerRow } from "@/lib/testing/ledger";
import { makeContext } from "@/lib/testing/make-context";
import { sessionCookie } from "@/lib/testing/make-staff";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { rollUpRequests } from "../roll-up/roll-up-requests";
import { getPerformance } from "./get-performance";
import { LATENCY_ERROR } from "./histogram";
import type { ActiveMembersPage, BreakdownPage, PerformanceDto } from "./schema";

const HOUR_MS = 3_600_000;
const TODAY = Math.floor(Date.now() / (24 * HOUR_MS)) * 24 * HOUR_MS;
let busy: TestTenant;
let other: TestTenant;
let keyId: string;
let cookies: { busy: string; other: string };
/** Yesterday a few slow calls, the day before many fast ones. */
let latencies: number[];

beforeAll(async () => {
  busy = await makeTenant({ planKey: "enterprise" });
  other = await makeTenant({ planKey: "enterprise" });
  const key = await createApiKey(await makeContext(busy, busy.owner), {
    name: "Reports",
    scopes: ["usage:read"],
  });
  keyId = key.id;
  await systemPool().query(
    "update platform.tenant_status_changes set at = now() - interval '40 days' where tenant_id = any($1)",
    [[busy.id, other.id]],
  );
  const day = (back: number, n: number) => new Date(TODAY - back * 24 * HOUR_MS + n * 60_000);
  const fast = Array.from({ length: 300 }, (_, n) => 5 + (n % 40));
  const slow = Array.from({ length: 20 }, (_, n) => 1_500 + 37 * n);
  latencies = [...fast, ...slow];
  const rows: LedgerRow[] = [
    ...fast.map((durationMs, n) => ({ at: day(2, n), durationMs, counted: true, apiKeyId: keyId })),
    ...slow.map((durationMs, n) => ({
      at: day(1, n),
      durationMs,
      userId: busy.owner.id,
      route: "/api/v1/users",
    })),
    { at: day(1, 60), status: 404, durationMs: 1, apiKeyId: keyId },
    { at: day(1, 61), status: 500, durationMs: 2_000, userId: busy.owner.id },
  ];
  latencies.push(2_000);
  await addRequests(busy.id, rows);
  await rollUpRequests();
  cookies = {
    busy: await sessionCookie(busy.owner, { slug: busy.slug }),
    other: await sessionCookie(other.owner, { slug: other.slug }),
  };
});

const call = (handler: RouteHandler, query: string, who: "busy" | "other" = "busy") =>
  callRoute(handler, { slug: (who === "busy" ? busy : other).slug, cookie: cookies[who], query });
async function read<T>(handler: RouteHandler, query: string, who: "busy" | "other" = "busy"): Promise<T> {
  const response = await call(handler, query, who);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}
function exact(p: number): number {
  const sorted = [...latencies].sort((a, b) => a - b);
  return sorted[Math.ceil(p * sorted.length) - 1] ?? 0;
}

describe("performance", () => {
  test("sums, rates and percentiles of many days are those of the raw requests", async () => {
    const { totals, series, interval } = await read<PerformanceDto>(performanceRoute, "?range=30d");
    expect(interval).toBe("day");
    expect(series).toHaveLength(30);
    expect(totals).toMatchObject({ requests: 322, client_errors: 1, faults: 1, error_rate: 1 / 322 });
    for (const [p, found] of [
      [0.5, totals.p50_ms],
      [0.95, totals.p95_ms],
      [0.99, totals.p99_ms],
    ] as const) {
      expect(Math.abs((found ?? 0) - exact(p))).toBeLessThanOrEqual(exact(p) * LATENCY_ERROR + 0.5);
    }
    expect(totals.average_ms).toBeCloseTo(latencies.reduce((a, b) => a + b, 0) / latencies.length, 0);
    // The mean of the two days' p95 is no p95 (control).
    const days = series.filter((point) => point.p95_ms !== null).map((point) => point.p95_ms ?? 0);
    const naive = days.reduce((a, b) => a + b, 0) / days.length;
    expect(Math.abs(naive - exact(0.95))).toBeGreaterThan(exact(0.95) * LATENCY_ERROR + 0.5);
  });

  test("hours and days of the same requests agree", async () => {
    const [hours, days] = [
      await read<PerformanceDto>(performanceRoute, "?range=7d"),
      await read<PerformanceDto>(performanceRoute, "?range=30d"),
    ];
    expect(hours.series).toHaveLength(168);
    const { availability: _a, windows: _w, ...wanted } = days.totals;
    expect(hours.totals).toMatchObject(wanted);
  });

  test("one failed request alone in its window costs one of the windows in service", async () => {
    const { totals } = await read<PerformanceDto>(performanceRoute, "?range=7d");
    expect(totals.faulty_windows).toBe(1);
    expect(totals.windows).toBeGreaterThan(6 * 288);
    expect(totals.availability).toBeCloseTo(1 - 1 / totals.windows, 10);
  });

  test("windows in which the platform did not answer probes count for everybody", async () => {
    await systemPool().query(
      "insert into platform.health_probes (at, cell, ok, duration_ms) select $1::timestamptz + n * interval '1 minute', 'main', n > 0, 5 from generate_series(0, 3) n",
      [new Date(TODAY - 3 * 24 * HOUR_MS)],
    );
    const { totals } = await read<PerformanceDto>(performanceRoute, "?range=7d", "other");
    expect(totals).toMatchObject({ requests: 0, faulty_windows: 1, p95_ms: null, error_rate: null });
    expect(totals.availability).toBeCloseTo(1 - 0.25 / totals.windows, 10);
    await systemPool().query("delete from platform.health_probes");
  });
});

describe("breakdowns and members", () => {
  test("by route, key and status, the busiest first, with names of keys", async () => {
    const routes = await read<BreakdownPage>(breakdownRoute, "?range=7d&by=route");
    expect(routes.data.map((row) => [row.key, row.requests])).toEqual([
      ["GET /api/v1/agents", 302],
      ["GET /api/v1/users", 20],
    ]);
    const keys = await read<BreakdownPage>(breakdownRoute, "?range=7d&by=api_key");
    expect(keys.data.map((row) => [row.key, row.label, row.requests])).toEqual([
      [keyId, "Reports", 301],
      ["portal", "portal", 21],
    ]);
    const statuses = await read<BreakdownPage>(breakdownRoute, "?range=7d&by=status");
    expect(statuses.data.map((row) => [row.key, row.requests])).toEqual([
      ["200", 320],
      ["404", 1],
      ["500", 1],
    ]);
  });

  test("pages through the rows, each once", async () => {
    const one = await read<BreakdownPage>(breakdownRoute, "?range=7d&by=status&limit=2");
    expect(one.page.has_more).toBe(true);
    const two = await read<BreakdownPage>(
      breakdownRoute,
      `?range=7d&by=status&limit=2&cursor=${one.page.next_cursor}`,
    );
    expect([...one.data, ...two.data].map((row) => row.key)).toEqual(["200", "404", "500"]);
    expect(two.page.has_more).toBe(false);
  });

  test("active members by day, week and month", async () => {
    const { data } = await read<ActiveMembersPage>(membersRoute, "?range=7d");
    expect(data.at(-2)).toMatchObject({ daily: 1, weekly: 1, monthly: 1 });
    expect(data.at(-3)).toMatchObject({ daily: 0 });
  });

  test.each(["series", "route", "api_key", "status", "members"])("%s as CSV", async (report) => {
    const response = await call(exportRoute, `?range=7d&report=${report}`);
    expect(response.headers.get("content-type")).toContain("text/csv");
    expect((await response.text()).split("\r\n").length).toBeGreaterThan(2);
  });
});

describe("who may see what", () => {
  test("another tenant sees nothing of it, by API or by SQL (control: the tenant itself does)", async () => {
    const answers = await Promise.all([
      read<BreakdownPage>(breakdownRoute, "?range=30d&by=route", "other"),
      read<BreakdownPage>(breakdownRoute, "?range=30d&by=api_key", "other"),
    ]);
    expect(answers.every(({ data }) => data.every((row) => row.requests < 20))).toBe(true);
    const count = (tenantId: string) =>
      withTenant({ tenantId }, async (tx) => [
        await tx.requestsHourly.count({ where: { tenantId: busy.id } }),
        await tx.requestsDaily.count({ where: { tenantId: busy.id } }),
        await tx.faultWindow.count({ where: { tenantId: busy.id } }),
        await tx.tenantDaily.count({ where: { tenantId: busy.id } }),
        await tx.memberActivity.count({ where: { tenantId: busy.id } }),
      ]);
    expect(await count(other.id)).toEqual([0, 0, 0, 0, 0]);
    expect((await count(busy.id)).every((rows) => rows > 0)).toBe(true);
    const foreign = await callRoute(performanceRoute, { slug: busy.slug, cookie: cookies.other });
    expect([401, 404]).toContain(foreign.status);
  });

  test("needs usage:read", async () => {
    const { key } = await createApiKey(await makeContext(busy, busy.owner), {
      name: "Narrow",
      scopes: ["agents:read"],
    });
    expect((await callRoute(performanceRoute, { key })).status).toBe(403);
  });

  test.each([
    ["free", "24h", "route", [200, 402, 402]],
    ["free", "30d", "route", [402, 402, 402]],
    ["starter", "30d", "route", [200, 200, 402]],
    ["starter", "30d", "api_key", [200, 402, 402]],
    ["professional", "90d", "api_key", [200, 200, 200]],
    ["professional", "12m", "status", [402, 402, 402]],
    ["enterprise", "12m", "status", [200, 200, 200]],
  ] as const)("a %s plan, %s, by %s", async (planKey, range, by, wanted) => {
    const tenant = await makeTenant({ planKey, billingState: planKey === "free" ? "none" : "active" });
    const cookie = await sessionCookie(tenant.owner, { slug: tenant.slug });
    const status = async (handler: RouteHandler, query: string) =>
      (await callRoute(handler, { slug: tenant.slug, cookie, query })).status;
    expect([
      await status(performanceRoute, `?range=${range}`),
      await status(breakdownRoute, `?range=${range}&by=${by}`),
      await status(membersRoute, `?range=${range}`),
    ]).toEqual(wanted);
  });

  test("refuses what is no range and no breakdown", async () => {
    expect((await call(performanceRoute, "?range=1y")).status).toBe(422);
    expect((await call(breakdownRoute, "?by=email")).status).toBe(422);
  });

  test("the billing period begins with the account's", async () => {
    const ctx = await makeContext(busy, busy.owner);
    const { from } = await getPerformance(ctx, { range: "period" });
    expect(Date.parse(from)).toBeLessThanOrEqual(Date.now());
    expect(from.endsWith("T00:00:00.000Z")).toBe(true);
  });
});
