import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { makeKeyText } from "@/lib/access/api-keys/key-text";
import { revokeApiKey } from "@/lib/access/api-keys/revoke-api-key";
import type { Permission } from "@/lib/access/permissions";
import { createSession } from "@/lib/auth/create-session";
import { sealSession } from "@/lib/auth/session-cookie";
import type { TenantStatus } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { forceStatus } from "@/lib/testing/force-status";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { accountUsage } from "@/lib/usage/account-usage";
import { flushRequests } from "@/lib/usage/calls/record-request";
import { route } from "./route";

const probe = route({
  method: "POST",
  path: "/api/v1/probe",
  summary: "Answers as told",
  tag: "Test",
  auth: "tenant",
  permission: "agents:read",
  body: z.strictObject({ outcome: z.enum(["ok", "conflict", "crash"]).default("ok") }),
  response: z.object({ tenant: z.string() }),
  handler: async ({ ctx, body }) => {
    if (body.outcome === "conflict") throw new ConflictError("Told so.");
    if (body.outcome === "crash") throw new Error("Told so.");
    return { tenant: ctx.tenant.id };
  },
});
const limits = route({
  method: "GET",
  path: "/api/v1/probe-limits",
  summary: "Costs nothing",
  tag: "Test",
  auth: "tenant",
  permission: "usage:read",
  metered: false,
  response: z.object({ ok: z.boolean() }),
  handler: async () => ({ ok: true }),
});
const sessionOnly = route({
  method: "GET",
  path: "/api/v1/probe-session",
  summary: "Not for keys",
  tag: "Test",
  auth: "tenant",
  permission: "agents:read",
  keys: false,
  response: z.object({ ok: z.boolean() }),
  handler: async () => ({ ok: true }),
});

let tenant: TestTenant;
let key: string;
let keyId: string;

async function newKey(scopes: Permission[] = ["agents:read", "usage:read"]) {
  return createApiKey(await makeContext(tenant, tenant.owner), { name: "Test key", scopes });
}
async function used(): Promise<number | undefined> {
  return (await accountUsage(tenant.accountId)).find((row) => row.meter === "api_calls")?.used;
}
async function events(): Promise<number> {
  const { rows } = await systemPool().query<{ count: string }>(
    "select count(*) from shared.usage_events where tenant_id = $1 and meter = 'api_calls'",
    [tenant.id],
  );
  return Number(rows[0]?.count);
}
async function rolledUp(): Promise<{ quantity: number; errors: number }> {
  const { rows } = await systemPool().query<{ quantity: string; errors: string }>(
    "select coalesce(sum(quantity), 0) quantity, coalesce(sum(errors), 0) errors from warehouse.usage_hourly where tenant_id = $1",
    [tenant.id],
  );
  return { quantity: Number(rows[0]?.quantity), errors: Number(rows[0]?.errors) };
}
const setTenant = (status: TenantStatus) => forceStatus(tenant.id, status);
async function setBilling(state: string): Promise<void> {
  await systemPool().query("update platform.accounts set billing_state = $2 where id = $1", [
    tenant.accountId,
    state,
  ]);
}
async function setLimit(feature: string, limit: number | null): Promise<void> {
  await systemPool().query(
    "update platform.account_entitlements set limit_value = $3 where account_id = $1 and feature = $2",
    [tenant.accountId, feature, limit],
  );
}
const call = (overrides: Parameters<typeof callRoute>[1] = {}) =>
  callRoute(probe, { key, body: {}, ...overrides });

beforeEach(async () => {
  tenant = await makeTenant({ limits: { api_calls: 100, api_rate: 1000 } });
  const made = await newKey();
  key = made.key;
  keyId = made.id;
});

describe("a key's call that succeeds", () => {
  test("is counted, becomes an event with its facts, and tells what is left", async () => {
    const response = await call();
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ tenant: tenant.id });
    expect(response.headers.get("x-quota-limit")).toBe("100");
    expect(response.headers.get("x-quota-used")).toBe("1");
    expect(Number(response.headers.get("x-quota-reset"))).toBeGreaterThan(Date.now() / 1000);
    expect(response.headers.get("ratelimit-policy")).toBe('"account";q=1000;w=60');
    expect(response.headers.get("ratelimit")).toMatch(/^"account";r=\d+;t=\d+$/);
    expect(response.headers.get("x-ratelimit-limit")).toBe("1000");
    expect(await used()).toBe(1);
    const { rows } = await systemPool().query(
      "select route, status, response_bytes::int, api_key_id from shared.usage_events where tenant_id = $1",
      [tenant.id],
    );
    expect(rows).toEqual([
      { route: "POST /api/v1/probe", status: 200, response_bytes: 49, api_key_id: keyId },
    ]);
    expect(await rolledUp()).toEqual({ quantity: 1, errors: 0 });
  });

  test("works on its own tenant's host and with a matching X-Tenant", async () => {
    expect((await call({ slug: tenant.slug })).status).toBe(200);
    expect((await call({ headers: { "x-tenant": tenant.slug } })).status).toBe(200);
    expect((await call({ headers: { "x-tenant": tenant.id } })).status).toBe(200);
  });

  test("notes when and from where the key was last used", async () => {
    await call();
    const { rows } = await systemPool().query(
      "select host(last_used_ip) as ip, last_used_at > now() - interval '1 minute' as fresh from platform.api_key_directory where api_key_id = $1",
      [keyId],
    );
    expect(rows).toEqual([{ ip: "192.0.2.10", fresh: true }]);
  });
});

describe("an answer of 400 and above counts nothing", () => {
  test.each([
    [409, { body: { outcome: "conflict" } }],
    [503, { body: { outcome: "crash" } }],
    [400, { rawBody: "{" }],
    [422, { body: { outcome: "nonsense" } }],
    [422, { body: { unknown: 1 } }],
    [415, { body: {}, headers: { "content-type": "text/plain" } }],
    [413, { rawBody: JSON.stringify({ outcome: "x".repeat(1_100_000) }) }],
  ])("%i", async (status, overrides) => {
    const response = await call(overrides);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await used()).toBe(0);
    expect(await events()).toBe(0);
    expect(await rolledUp()).toEqual({ quantity: 0, errors: 1 });
    const { rows } = await systemPool().query("select status from shared.api_requests where tenant_id = $1", [
      tenant.id,
    ]);
    expect(rows).toEqual([{ status }]);
  });
});

describe("401 is one and the same answer", () => {
  const failures: [string, () => Promise<string>][] = [
    ["malformed", async () => "ak_live_short"],
    ["a session token", async () => "eyJhbGciOiJkaXIi"],
    ["unknown", async () => makeKeyText().text],
    [
      "another secret under a known id",
      async () => {
        const other = makeKeyText();
        await systemPool().query(
          "update platform.api_key_directory set key_id = $1 where key_id <> $1 and api_key_id = $2",
          [other.keyId, keyId],
        );
        return other.text;
      },
    ],
    [
      "revoked",
      async () => {
        await revokeApiKey(await makeContext(tenant, tenant.owner), keyId);
        return key;
      },
    ],
    [
      "expired",
      async () => {
        await systemPool().query(
          "update platform.api_key_directory set expires_at = now() where api_key_id = $1",
          [keyId],
        );
        return key;
      },
    ],
    [
      "of a disabled person",
      async () => {
        await systemPool().query("update platform.users set status = 'disabled' where id = $1", [
          tenant.owner.id,
        ]);
        return key;
      },
    ],
  ];
  test.each(failures)("%s", async (_name, prepare) => {
    const response = await call({ key: await prepare(), headers: { "x-request-id": "same-request" } });
    expect(response.status).toBe(401);
    expect(await response.text()).toBe(
      '{"type":"/docs/api#error-unauthenticated","title":"Not signed in","status":401,"detail":"This API key is not valid.","code":"unauthenticated","request_id":"same-request"}',
    );
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
    expect(await used()).toBe(0);
  });

  test("also when the maker was removed from the tenant", async () => {
    const maker = await makeUser();
    await addMember(tenant, maker, "developer");
    const made = await createApiKey(await makeContext(tenant, maker), { name: "x", scopes: ["agents:read"] });
    expect((await call({ key: made.key })).status).toBe(200);
    await systemPool().query(
      "update shared.memberships set status = 'removed' where tenant_id = $1 and user_id = $2",
      [tenant.id, maker.id],
    );
    expect((await call({ key: made.key })).status).toBe(401);
  });

  test("a valid session cookie beside a bad key does not help", async () => {
    const session = await withSystem((tx) =>
      createSession(tx, {
        userId: tenant.owner.id,
        method: "password",
        mfa: false,
        info: { requestId: "r", ip: null, userAgent: null },
      }),
    );
    const cookie =
      (await sealSession(session.sid, `${tenant.slug}.atrium.localhost:3000`)).split(";")[0] ?? "";
    const alone = await callRoute(probe, { slug: tenant.slug, cookie, body: {} });
    expect(alone.status).toBe(200);
    const both = await call({ slug: tenant.slug, cookie, key: makeKeyText().text });
    expect(both.status).toBe(401);
    const basic = await call({ slug: tenant.slug, cookie, headers: { authorization: "Basic eDp5" } });
    expect(basic.status).toBe(401);
    // The portal's own call consumed nothing and is in the ledger.
    await flushRequests();
    expect(await used()).toBe(0);
    const { rows } = await systemPool().query(
      "select status, user_id from shared.api_requests where tenant_id = $1",
      [tenant.id],
    );
    expect(rows).toEqual([{ status: 200, user_id: tenant.owner.id }]);
  });
});

describe("404 when key, host and X-Tenant disagree", () => {
  test("another tenant's host, an unknown one, another X-Tenant: all alike", async () => {
    const other = await makeTenant();
    const headers = { "x-request-id": "same-request" };
    const answers = await Promise.all([
      call({ slug: other.slug, headers }),
      call({ slug: "no-such-tenant", headers }),
      call({ headers: { ...headers, "x-tenant": other.id } }),
      call({ slug: tenant.slug, headers: { ...headers, "x-tenant": other.slug } }),
    ]);
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404]);
    expect(new Set(texts).size).toBe(1);
    expect(await used()).toBe(0);
  });
});

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
