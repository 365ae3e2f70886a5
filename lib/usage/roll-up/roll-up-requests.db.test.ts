import { spawn } from "node:child_process";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { addRequests } from "@/lib/testing/ledger";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { latencyBucket } from "../analytics/histogram";
import { rollUpRequests } from "./roll-up-requests";
import { rollUpTenant } from "./roll-up-tenant";

const HOUR_MS = 3_600_000;
let tenant: TestTenant;

beforeAll(() => {
  process.env.TZ = "America/New_York";
});
beforeEach(async () => {
  tenant = await makeTenant();
});

/** Yesterday at this UTC time: finished hours, well within what is built anew. */
function yesterday(hour: number, minute = 0): Date {
  const today = Math.floor(Date.now() / (24 * HOUR_MS)) * 24 * HOUR_MS;
  return new Date(today - 24 * HOUR_MS + hour * HOUR_MS + minute * 60_000);
}
async function sums(ids: readonly string[] = [tenant.id]) {
  const { rows } = await systemPool().query(
    `select (select json_agg(h order by h.tenant_id, h.hour, h.route, h.caller, h.status) from warehouse.requests_hourly h where h.tenant_id = any($1)) as hourly,
      (select json_agg(d order by d.tenant_id, d.day, d.route, d.caller, d.status) from warehouse.requests_daily d where d.tenant_id = any($1)) as daily,
      (select json_agg(f order by f.tenant_id, f.window_start) from warehouse.fault_windows f where f.tenant_id = any($1)) as faults`,
    [ids],
  );
  return rows[0];
}
const total = async () => {
  const { rows } = await systemPool().query<{ hourly: number; daily: number }>(
    `select (select coalesce(sum(requests), 0)::int from warehouse.requests_hourly where tenant_id = $1) as hourly,
      (select coalesce(sum(requests), 0)::int from warehouse.requests_daily where tenant_id = $1) as daily`,
    [tenant.id],
  );
  return rows[0];
};

test("the database sorts durations into the same buckets as the code that reads them", async () => {
  const { rows } = await systemPool().query<{ ms: number; bucket: number }>(
    "select ms, warehouse.latency_bucket(ms) as bucket from generate_series(0, 70000) ms",
  );
  expect(rows.filter(({ ms, bucket }) => latencyBucket(ms) !== bucket)).toEqual([]);
});

test("counted and uncounted requests become one row a route, caller and status", async () => {
  const key = newId();
  await addRequests(tenant.id, [
    { at: yesterday(9, 1), counted: true, apiKeyId: key, durationMs: 40 },
    { at: yesterday(9, 2), counted: true, apiKeyId: key, durationMs: 40 },
    { at: yesterday(9, 3), apiKeyId: key, status: 404, durationMs: 3 },
    { at: yesterday(9, 4), userId: tenant.owner.id, status: 500, durationMs: 900 },
    { at: yesterday(9, 8), userId: tenant.owner.id, status: 200, durationMs: 30_000 },
    { at: yesterday(9, 9), userId: tenant.owner.id, status: 429, durationMs: 1 },
  ]);
  await rollUpRequests();
  const { hourly, daily, faults } = await sums();
  expect(hourly).toHaveLength(5);
  expect(
    hourly.find((row: { status: number; caller: string }) => row.status === 200 && row.caller === key),
  ).toMatchObject({
    route: "GET /api/v1/agents",
    requests: 2,
    faults: 0,
    duration_ms_sum: 80,
    buckets: [latencyBucket(40)],
    counts: [2],
  });
  expect(daily).toHaveLength(5);
  // 4xx neither fail nor dilute; an answer after 30 seconds was cut off whatever its status says.
  expect(
    faults.map(({ requests, faults }: { requests: number; faults: number }) => [requests, faults]),
  ).toEqual([
    [4 - 1, 1],
    [1, 1],
  ]);
});

test("repeated, and again with late rows, every request is counted once", async () => {
  await addRequests(tenant.id, [
    { at: yesterday(3) },
    { at: yesterday(23, 59) },
    { at: yesterday(3, 30), counted: true },
  ]);
  await rollUpRequests();
  const first = await sums();
  await rollUpRequests();
  expect(await sums()).toEqual(first);
  await addRequests(tenant.id, [{ at: yesterday(3, 45) }]);
  await rollUpRequests();
  expect(await total()).toEqual({ hourly: 4, daily: 4 });
});

test("an hour that is older than the ledger's shortest retention keeps its sums", async () => {
  await addRequests(tenant.id, [{ at: new Date(Date.now() - 8 * 24 * HOUR_MS) }]);
  await rollUpRequests();
  expect(await total()).toEqual({ hourly: 0, daily: 0 });
});

test("kill -9 in the middle and a second run give the sums of an undisturbed run", async () => {
  const ids = Array.from({ length: 150 }, () => newId()).sort();
  await systemPool().query(
    "insert into shared.tenants (tenant_id, slug) select id, 'k-' || right(id::text, 12) from unnest($1::uuid[]) id",
    [ids],
  );
  for (const id of ids) {
    await addRequests(
      id,
      Array.from({ length: 12 }, (_, n) => ({
        at: yesterday(n * 2, n),
        durationMs: 7 * n + 1,
        status: n % 5 ? 200 : 503,
      })),
    );
  }
  let killedAt = 0;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const child = spawn(process.execPath, ["--import", "./dev/register.mjs", "lib/testing/roll-up-once.ts"], {
      env: process.env,
      stdio: ["ignore", "ignore", "inherit"],
    });
    const closed = new Promise((resolve) => child.once("close", resolve));
    for (;;) {
      const { rows } = await systemPool().query<{ done: number }>(
        "select count(distinct tenant_id)::int as done from warehouse.requests_daily where tenant_id = any($1)",
        [ids],
      );
      const done = rows[0]?.done ?? 0;
      if (done > killedAt || child.exitCode !== null) {
        killedAt = done;
        break;
      }
    }
    child.kill("SIGKILL");
    await closed;
    if (killedAt < ids.length) break;
    await systemPool().query("delete from warehouse.requests_daily where tenant_id = any($1)", [ids]);
    killedAt = 0;
  }
  // It died with some tenants built and some not.
  expect(killedAt).toBeGreaterThan(0);
  expect(killedAt).toBeLessThan(ids.length);
  await rollUpRequests();
  const resumed = await sums(ids);
  await systemPool().query("delete from warehouse.requests_hourly where tenant_id = any($1)", [ids]);
  await systemPool().query("delete from warehouse.requests_daily where tenant_id = any($1)", [ids]);
  await systemPool().query("delete from warehouse.fault_windows where tenant_id = any($1)", [ids]);
  await rollUpRequests();
  expect(await sums(ids)).toEqual(resumed);
  expect(resumed?.hourly.reduce((sum: number, row: { requests: number }) => sum + row.requests, 0)).toBe(
    150 * 12,
  );
}, 90_000);

test("days are UTC in a session of another zone, also on the day when its clock changes", async () => {
  // 1 November 2026 has 25 hours in New York; midnight there is 04:00 UTC.
  const hours = Array.from({ length: 24 }, (_, hour) => new Date(Date.UTC(2026, 10, 1, hour)));
  const outside = [new Date(Date.UTC(2026, 9, 31, 23, 59)), new Date(Date.UTC(2026, 10, 2))];
  await addRequests(
    tenant.id,
    [...hours, ...outside].map((at) => ({ at: new Date(at.getTime() + 1), status: 500 })),
  );
  const client = await systemPool().connect();
  try {
    await client.query("set timezone to 'America/New_York'");
    await rollUpTenant(
      client,
      tenant.id,
      hours.map((hour) => hour.toISOString()),
    );
  } finally {
    await client.query("reset timezone");
    client.release();
  }
  const { hourly, daily, faults } = await sums();
  expect([hourly.length, daily.length, faults.length]).toEqual([24, 1, 24]);
  expect(new Date(daily[0].day).toISOString()).toBe("2026-11-01T00:00:00.000Z");
  expect(daily[0].requests).toBe(24);
});

test("members are counted once a day, week and month, and only the counts reach the warehouse", async () => {
  const second = await makeUser();
  await addMember(tenant, second, "viewer");
  await addRequests(tenant.id, [
    { at: yesterday(8), userId: tenant.owner.id },
    { at: yesterday(9), userId: tenant.owner.id },
    { at: yesterday(9), userId: second.id },
    { at: yesterday(10), userId: newId() },
    { at: new Date(), userId: tenant.owner.id },
  ]);
  await rollUpRequests();
  const { rows } = await systemPool().query(
    "select active_day, active_week, active_month from warehouse.tenant_daily where tenant_id = $1 order by day",
    [tenant.id],
  );
  expect(rows).toEqual([
    { active_day: 2, active_week: 2, active_month: 2 },
    { active_day: 1, active_week: 2, active_month: 2 },
  ]);
  const { rows: people } = await systemPool().query(
    "select column_name from information_schema.columns where table_schema = 'warehouse' and column_name ~ 'user|email|name|member|ip'",
  );
  expect(people).toEqual([]);
});
