import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { POST as postKey } from "@/app/api/v1/api-keys/route";
import { GET as exportRoute } from "@/app/api/v1/usage/export/route";
import { GET as limitsRoute } from "@/app/api/v1/usage/limits/route";
import { POST as recordRoute, GET as seriesRoute } from "@/app/api/v1/usage/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { getUsageSeries } from "./get-usage-series";
import { listMeters } from "./list-meters";
import { recordUsage } from "./record-usage";
import type { UsagePage } from "./schema";

let tenant: TestTenant;
let key: string;

beforeAll(() => {
  // Days and hours are UTC whatever the machine thinks.
  process.env.TZ = "America/Los_Angeles";
});
beforeEach(async () => {
  tenant = await makeTenant({ limits: { api_calls: 1000, api_rate: null } });
  const made = await createApiKey(await makeContext(tenant, tenant.owner), {
    name: "Key",
    scopes: ["usage:read", "usage:record"],
  });
  key = made.key;
});

const event = (overrides: Record<string, unknown> = {}) => ({
  meter: "execution_ms",
  quantity: 250,
  idempotency_key: newId(),
  ...overrides,
});
const record = (events: unknown[]) => callRoute(recordRoute, { key, body: { events } });
async function total(meter = "execution_ms"): Promise<number> {
  const series = await getUsageSeries(await makeContext(tenant, tenant.owner), {
    meter,
    from: new Date(Date.now() - 36 * 86_400_000).toISOString(),
  });
  return series.reduce((sum, bucket) => sum + bucket.quantity, 0);
}

describe("recording", () => {
  test("a replayed event and a replayed batch count 0", async () => {
    const events = [event(), event({ quantity: 50 })];
    expect(await (await record(events)).json()).toEqual({ recorded: 2, duplicates: 0 });
    expect(await (await record(events)).json()).toEqual({ recorded: 0, duplicates: 2 });
    expect(await (await record([...events, event()])).json()).toEqual({ recorded: 1, duplicates: 2 });
    expect(await total()).toBe(550);
  });

  test("a key given twice in one batch counts its first event", async () => {
    const first = event({ quantity: 7 });
    expect(await (await record([first, { ...first, quantity: 9 }])).json()).toEqual({
      recorded: 1,
      duplicates: 1,
    });
    expect(await total()).toBe(7);
  });

  test("the same batch sent 20 times in parallel counts once", async () => {
    const events = Array.from({ length: 50 }, () => event({ quantity: 1 }));
    const answers = await Promise.all(Array.from({ length: 20 }, () => record(events)));
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as { recorded: number }[];
    expect(bodies.reduce((sum, body) => sum + body.recorded, 0)).toBe(50);
    expect(await total()).toBe(50);
  });

  test("1,000 events are taken in one batch, 1,001 are not", async () => {
    const events = Array.from({ length: 1000 }, () => event({ quantity: 1 }));
    expect((await record(events)).status).toBe(200);
    expect((await record([...events, event()])).status).toBe(422);
    expect(await total()).toBe(1000);
  });

  test("another tenant may use the same idempotency key", async () => {
    const same = event();
    await record([same]);
    const other = await makeTenant();
    const ctx = await makeContext(other, other.owner);
    expect(await recordUsage(ctx, { events: [same] })).toEqual({ recorded: 1, duplicates: 0 });
  });

  test("an event lands in the day it occurred, the oldest ones allowed are 35 days old", async () => {
    const occurredAt = new Date(Date.now() - 3 * 86_400_000);
    await record([event({ occurred_at: occurredAt.toISOString() })]);
    const series = await getUsageSeries(await makeContext(tenant, tenant.owner), { meter: "execution_ms" });
    const hit = series.filter((bucket) => bucket.quantity > 0);
    expect(hit.map((bucket) => bucket.start)).toEqual([
      `${occurredAt.toISOString().slice(0, 10)}T00:00:00.000Z`,
    ]);
    const old = new Date(Date.now() - 36 * 86_400_000).toISOString();
    expect((await record([event({ occurred_at: old })])).status).toBe(422);
  });

  test.each([
    ["no key", { idempotency_key: undefined }],
    ["an empty key", { idempotency_key: "" }],
    ["the platform's meter", { meter: "api_calls" }],
    ["a key of the platform", { idempotency_key: "call:1" }],
    ["a meter with capitals", { meter: "Calls" }],
    ["half a unit", { quantity: 0.5 }],
    ["less than nothing", { quantity: -1 }],
    ["more than a number holds", { quantity: 1e300 }],
    ["the future", { occurred_at: new Date(Date.now() + 3_600_000).toISOString() }],
    ["an unknown field", { tenant_id: newId() }],
  ])("refuses %s", async (_name, overrides) => {
    const response = await record([event(overrides)]);
    expect(response.status).toBe(422);
    expect(await total()).toBe(0);
  });

  test("needs usage:record", async () => {
    const viewer = await makeUser();
    await addMember(tenant, viewer, "viewer");
    await expect(recordUsage(await makeContext(tenant, viewer), { events: [event()] })).rejects.toMatchObject(
      {
        code: "permission_denied",
      },
    );
  });
});

describe("reading", () => {
  test("the series of api_calls moves with every call that succeeded", async () => {
    await callRoute(seriesRoute, { key });
    await callRoute(seriesRoute, { key, query: "?meter=Wrong" });
    const response = await callRoute(seriesRoute, { key, query: "?interval=hour" });
    const body = (await response.json()) as UsagePage;
    const last = body.data.at(-1);
    expect(last).toMatchObject({ meter: "api_calls", quantity: 1, errors: 1 });
    expect(last?.start).toBe(`${new Date().toISOString().slice(0, 13)}:00:00.000Z`);
    expect(body.data).toHaveLength(48);
    expect(body.page).toEqual({ next_cursor: null, has_more: false });
  });

  test("pages lead through the whole series without gap or repeat", async () => {
    const starts: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query = `?limit=7${cursor ? `&cursor=${cursor}` : ""}`;
      const body = (await (await callRoute(seriesRoute, { key, query })).json()) as UsagePage;
      starts.push(...body.data.map((bucket) => bucket.start));
      cursor = body.page.next_cursor;
    }
    expect(starts).toHaveLength(30);
    expect(starts).toEqual([...new Set(starts)].sort());
  });

  test.each([
    "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
    "?interval=hour&from=2020-01-01T00:00:00Z",
  ])("refuses the range %s", async (query) => {
    expect((await callRoute(seriesRoute, { key, query })).status).toBe(422);
  });

  test("shows nothing of another tenant", async () => {
    await record([event()]);
    const other = await makeTenant({ accountId: tenant.accountId });
    const ctx = await makeContext(other, other.owner);
    const series = await getUsageSeries(ctx, { meter: "execution_ms" });
    expect(series.every((bucket) => bucket.quantity === 0)).toBe(true);
    expect(await listMeters(ctx)).toEqual(["api_calls"]);
    expect(await listMeters(await makeContext(tenant, tenant.owner))).toEqual(["api_calls", "execution_ms"]);
  });

  test("limits cost no call and show the account's", async () => {
    await callRoute(seriesRoute, { key });
    const response = await callRoute(limitsRoute, { key });
    expect(response.headers.get("x-quota-used")).toBeNull();
    const body = (await response.json()) as { data: { meter: string }[] };
    expect(body.data.find((row) => row.meter === "api_calls")).toMatchObject({
      used: 1,
      limit: 1000,
      remaining: 999,
      period_start: `${new Date().toISOString().slice(0, 7)}-01T00:00:00.000Z`,
    });
  });

  test("CSV has a head and every row", async () => {
    const response = await callRoute(exportRoute, { key });
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toContain("attachment");
    const lines = (await response.text()).trimEnd().split("\r\n");
    expect(lines[0]).toBe("start_utc,end_utc,meter,quantity,errors,average_duration_ms");
    expect(lines).toHaveLength(31);
  });

  test("the roll-up equals the events exactly", async () => {
    await Promise.all([
      ...Array.from({ length: 20 }, () => callRoute(seriesRoute, { key })),
      ...Array.from({ length: 20 }, () => record([event({ quantity: 3 }), event({ quantity: 4 })])),
    ]);
    const { rows } = await systemPool().query(
      `select (select sum(quantity)::int from shared.usage_events e where e.tenant_id = $1 and e.meter = m.meter) as events,
        (select sum(quantity)::int from warehouse.usage_hourly h where h.tenant_id = $1 and h.meter = m.meter) as hourly
       from (values ('api_calls'), ('execution_ms')) m (meter)`,
      [tenant.id],
    );
    expect(rows).toEqual([
      { events: 40, hourly: 40 },
      { events: 140, hourly: 140 },
    ]);
  });
});

test("a kept answer with a key in it is stored sealed, and repeats as it was", async () => {
  const maker = await createApiKey(await makeContext(tenant, tenant.owner), {
    name: "Maker",
    scopes: ["api_keys:create", "usage:read"],
  });
  const call = {
    key: maker.key,
    body: { name: "Child", scopes: ["usage:read"] },
    headers: { "idempotency-key": "once" },
  };
  const [first, second] = [await callRoute(postKey, call), await callRoute(postKey, call)];
  expect([first.status, second.status]).toEqual([201, 201]);
  const text = await first.text();
  expect(await second.text()).toBe(text);
  expect(second.headers.get("idempotent-replayed")).toBe("true");
  const { rows } = await systemPool().query("select answer_sealed from platform.idempotency_keys");
  expect(rows).toHaveLength(1);
  expect(rows[0].answer_sealed).not.toContain("ak_live_");
  const changed = await callRoute(postKey, { ...call, body: { ...call.body, name: "Other" } });
  expect(changed.status).toBe(422);
});
