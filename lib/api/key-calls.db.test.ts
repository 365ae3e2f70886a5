import { beforeEach, describe, expect, test } from "vitest";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { makeKeyText } from "@/lib/access/api-keys/key-text";
import { revokeApiKey } from "@/lib/access/api-keys/revoke-api-key";
import { createSession } from "@/lib/auth/create-session";
import { sealSession } from "@/lib/auth/session-cookie";
import { systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import {
  call,
  events,
  key,
  keyId,
  openKeyWorld,
  probe,
  rolledUp,
  tenant,
  used,
} from "@/lib/testing/key-world";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { flushRequests } from "@/lib/usage/calls/record-request";

beforeEach(openKeyWorld);

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
