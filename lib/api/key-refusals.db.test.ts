import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { POST as rotateKey } from "@/app/api/v1/api-keys/[id]/rotations/route";
import { PUT as changeKey } from "@/app/api/v1/api-keys/[id]/route";
import { POST as makeKey } from "@/app/api/v1/api-keys/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { rotateApiKey } from "@/lib/access/api-keys/rotate-api-key";
import { updateApiKey } from "@/lib/access/api-keys/update-api-key";
import { systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import {
  call,
  events,
  key,
  limits,
  newKey,
  openKeyWorld,
  probe,
  sessionOnly,
  setBilling,
  setLimit,
  setTenant,
  tenant,
  used,
} from "@/lib/testing/key-world";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { route } from "./route";

beforeEach(openKeyWorld);

describe("refusals reserve nothing", () => {
  test("403 names the permission that the key's scopes lack", async () => {
    const made = await newKey(["usage:read"]);
    const response = await call({ key: made.key });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      code: "permission_denied",
      subject: "agents:read",
      reason: "key_lacks_scope",
      decision_id: expect.any(String),
    });
    expect(await used()).toBe(0);
  });

  test("403 when the maker has lost the permission since", async () => {
    const maker = await makeUser();
    await addMember(tenant, maker, "developer");
    const made = await createApiKey(await makeContext(tenant, maker), {
      name: "x",
      scopes: ["agents:update"],
    });
    const update = route({
      ...probe.spec,
      auth: "tenant",
      permission: "agents:update",
      body: z.object({}),
      response: z.object({}),
      handler: async () => ({}),
    });
    expect((await callRoute(update, { key: made.key, body: {} })).status).toBe(200);
    await systemPool().query(
      `update shared.role_bindings b set role_id = r.id from shared.roles r
       where b.tenant_id = $1 and b.subject_id = $2 and r.tenant_id = $1 and r.key = 'viewer'`,
      [tenant.id, maker.id],
    );
    expect((await callRoute(update, { key: made.key, body: {} })).status).toBe(403);
    expect(await used()).toBe(1);
  });

  test("403 on a route that is not for keys", async () => {
    const response = await callRoute(sessionOnly, { key });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ reason: "keys_not_allowed" });
  });

  test.each(["restricted"])("402 Subscription expired when billing is %s", async (state) => {
    await setBilling(state);
    const response = await call();
    expect(response.status).toBe(402);
    expect(await response.json()).toMatchObject({
      title: "Subscription expired",
      detail: "Subscription expired",
    });
    expect(await used()).toBe(0);
    expect((await callRoute(limits, { key })).status).toBe(200);
  });

  test("423 when the tenant or its billing is suspended, at once", async () => {
    expect((await call()).status).toBe(200);
    await setTenant("suspended");
    expect((await call()).status).toBe(423);
    await setTenant("active");
    await setBilling("suspended");
    expect((await call()).status).toBe(423);
    await setBilling("active");
    expect((await call()).status).toBe(200);
    expect(await used()).toBe(2);
  });
});

describe("429", () => {
  test("rate_limited says when to come back, and takes no quota", async () => {
    await setLimit("api_rate", 5);
    const answers = await Promise.all(Array.from({ length: 8 }, () => call()));
    const limited = answers.filter((answer) => answer.status === 429);
    expect(limited).toHaveLength(3);
    const [first] = limited;
    expect(Number(first?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(Number(first?.headers.get("retry-after"))).toBeLessThanOrEqual(12);
    expect(first?.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(await first?.json()).toMatchObject({ code: "rate_limited", decision_id: expect.any(String) });
    expect(await used()).toBe(5);
  });

  test("quota_exceeded lasts to the end of the period", async () => {
    await setLimit("api_calls", 2);
    expect([(await call()).status, (await call()).status]).toEqual([200, 200]);
    const response = await call();
    expect(response.status).toBe(429);
    expect(await response.json()).toMatchObject({
      code: "quota_exceeded",
      title: "Usage limit exceeded",
      detail: "Usage limit exceeded",
    });
    const reset = Number(response.headers.get("x-quota-reset"));
    expect(Math.abs(Number(response.headers.get("retry-after")) - (reset - Date.now() / 1000))).toBeLessThan(
      3,
    );
    expect(response.headers.get("x-quota-used")).toBe("2");
    expect((await callRoute(limits, { key })).status).toBe(200);
    expect(await used()).toBe(2);
    expect(await events()).toBe(2);
  });

  test("an unlimited plan is counted and never refused", async () => {
    await setLimit("api_calls", null);
    const response = await call();
    expect(response.headers.get("x-quota-limit")).toBe("unlimited");
    expect(await used()).toBe(1);
  });

  test("the quota is exact under 200 parallel calls of two keys and two tenants of one account", async () => {
    await setLimit("api_calls", 50);
    const sibling = await makeTenant({ accountId: tenant.accountId });
    const context = await makeContext(sibling, sibling.owner);
    const second = await createApiKey(context, { name: "x", scopes: ["agents:read"] });
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => call({ key: index % 2 ? key : second.key })),
    );
    const ok = answers.filter((answer) => answer.status === 200);
    expect(ok).toHaveLength(50);
    expect(new Set(ok.map((answer) => answer.headers.get("x-quota-used"))).size).toBe(50);
    expect(await used()).toBe(50);
    const { rows } = await systemPool().query(
      `select (select count(*)::int from shared.usage_events where tenant_id = any($1)) as events,
        (select sum(quantity)::int from warehouse.usage_hourly where tenant_id = any($1)) as hourly,
        (select used::int from platform.account_counters where account_id = $2 and meter = 'api_calls') as used,
        (select reserved::int from platform.account_counters where account_id = $2 and meter = 'api_calls') as reserved`,
      [[tenant.id, sibling.id], tenant.accountId],
    );
    expect(rows).toEqual([{ events: 50, hourly: 50, used: 50, reserved: 0 }]);
  });
});

test("a key's own rate refuses before the account's, says so, and costs the account nothing", async () => {
  const admin = await makeContext(tenant, tenant.owner);
  await expect(
    createApiKey(admin, { name: "Fast", scopes: ["agents:read"], rate_per_minute: 1001 }),
  ).rejects.toMatchObject({ details: { errors: [{ code: "rate_exceeds_plan" }] } });
  const slow = await createApiKey(admin, { name: "Slow", scopes: ["agents:read"], rate_per_minute: 2 });
  const answers = await Promise.all(Array.from({ length: 6 }, () => call({ key: slow.key })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429, 429, 429]);
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.headers.get("ratelimit-policy")).toBe('"key";q=2;w=60');
  expect(await refused?.json()).toMatchObject({
    code: "rate_limited",
    subject: "key_rate",
    decision_id: expect.any(String),
    receipt: expect.any(String),
  });
  expect((await call({})).status).toBe(200);
  expect(await used()).toBe(3);
  await updateApiKey(admin, slow.id, { rate_per_minute: null });
  expect((await call({ key: slow.key })).status).toBe(200);
  const limited = await createApiKey(admin, {
    name: "Maker",
    scopes: ["agents:read", "api_keys:create"],
    rate_per_minute: 50,
  });
  const change = await callRoute(changeKey, {
    key: limited.key,
    params: { id: limited.id },
    body: { rate_per_minute: null },
  });
  const wider = await callRoute(makeKey, { key: limited.key, body: { name: "x", scopes: ["agents:read"] } });
  const sibling = await createApiKey(admin, { name: "Free", scopes: ["agents:read"] });
  const taken = await callRoute(rotateKey, { key: limited.key, params: { id: sibling.id }, body: {} });
  expect([(await change.json()).reason, (await wider.json()).reason, (await taken.json()).reason]).toEqual([
    "own_rate",
    "rate_exceeds_own",
    "rate_exceeds_own",
  ]);
});

test("a key's own rate counts for its rotations and for what it makes, together", async () => {
  const admin = await makeContext(tenant, tenant.owner);
  const scopes = ["agents:read", "api_keys:create"];
  const old = await createApiKey(admin, { name: "Slow", scopes, rate_per_minute: 4 });
  const next = await rotateApiKey(admin, old.id, {});
  const child = await callRoute(makeKey, {
    key: next.key,
    body: { name: "Child", scopes: ["agents:read"], rate_per_minute: 4 },
  });
  expect(child.status).toBe(201);
  const made = await child.json();
  const last = await rotateApiKey(admin, made.id, {});
  const other = await createApiKey(admin, { name: "Other", scopes, rate_per_minute: 4 });
  const keys = [old.key, next.key, made.key, last.key];
  const answers = await Promise.all([...keys, ...keys].map((key) => call({ key })));
  // One of the four went into making the child.
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
  expect((await call({ key: other.key })).status).toBe(200);
});
