import { beforeEach, describe, expect, test } from "vitest";
import { GET as getMe } from "@/app/api/v1/me/route";
import { POST as stepUpRoute } from "@/app/api/v1/me/step-up/route";
import { GET as getPolicy, PUT as putPolicy } from "@/app/api/v1/security-policy/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { systemPool } from "@/lib/infra/database/pools";
import { open } from "@/lib/infra/sealed-box";
import { outboxPlace } from "@/lib/notifications/enqueue-job";
import type { SecurityPolicyInput } from "@/lib/tenancy/policies/schema";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser } from "@/lib/testing/make-tenant";
import {
  age,
  byCookie,
  byKey,
  byPage,
  cookie,
  ELSEWHERE,
  HERE,
  newKey,
  OFFICE,
  openPolicyWorld,
  PASSWORD,
  preview,
  problem,
  save,
  signIn,
  tenant,
} from "@/lib/testing/policy-world";
import { setPassword } from "@/lib/testing/test-browser";

beforeEach(openPolicyWorld);

describe("reading and saving", () => {
  test("starts from the platform's rules and counts versions", async () => {
    const first = await callRoute(getPolicy, { slug: tenant.slug, cookie });
    expect(first.headers.get("etag")).toBe('"0"');
    expect(await first.json()).toMatchObject({
      version: 0,
      mfa: { required: false },
      password: { min_length: 12 },
      your_address: HERE,
    });
    const saved = await save({ session: { idle_minutes: 30, absolute_minutes: null } }, 0);
    expect(saved.headers.get("etag")).toBe('"1"');
    expect(await saved.json()).toMatchObject({
      version: 1,
      session: { idle_minutes: 30 },
      changed_by: tenant.owner.name,
    });
  });

  test("records what changed, mails the admins, and nothing for a save without change", async () => {
    await save({ session: { idle_minutes: 30, absolute_minutes: null } }, 0);
    await save({ session: { idle_minutes: 30, absolute_minutes: null } }, 1);
    await save({ session: { idle_minutes: null, absolute_minutes: null } }, 1);
    const { rows } = await systemPool().query(
      "select action, before, after from shared.domain_events where tenant_id = $1 order by occurred_at",
      [tenant.id],
    );
    expect(rows).toEqual([
      {
        action: "security_policy.updated",
        before: { session: { idle_minutes: null, absolute_minutes: null } },
        after: { session: { idle_minutes: 30, absolute_minutes: null } },
      },
      {
        action: "security_policy.updated",
        before: { session: { idle_minutes: 30, absolute_minutes: null } },
        after: { session: { idle_minutes: null, absolute_minutes: null } },
      },
    ]);
    const { rows: mails } = await systemPool().query(
      "select id, payload from platform.outbox where queue = 'mail'",
    );
    const told = mails
      .map((mail) => JSON.parse(open(mail.payload, outboxPlace(mail.id))))
      .filter((mail) => mail.template === "security_policy_changed" && mail.data.slug === tenant.slug);
    expect(told.map((mail) => mail.to)).toEqual([tenant.owner.email, tenant.owner.email]);
  });

  test("refuses a version that is not in force, also from two admins at once", async () => {
    expect(await problem(await save({ email_domains: [] }, 4))).toMatchObject({ status: 412 });
    const without = await callRoute(putPolicy, { slug: tenant.slug, cookie, body: { email_domains: [] } });
    expect(without.status).toBe(412);
    const both = await Promise.all([
      save({ session: { idle_minutes: 30, absolute_minutes: null } }, 0),
      save({ session: { idle_minutes: 60, absolute_minutes: null } }, 0),
    ]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 412]);
  });

  test("asks who it is when the session is older than ten minutes", async () => {
    await setPassword(tenant.owner.id, PASSWORD);
    await age("auth_at", 11);
    const change = { session: { idle_minutes: 30, absolute_minutes: null } };
    expect(await problem(await save(change, 0))).toMatchObject({ status: 403, code: "step_up_required" });
    const stepUp = (password: string) =>
      callRoute(stepUpRoute, { slug: tenant.slug, cookie, body: { password } });
    expect(await problem(await stepUp("wrong"))).toMatchObject({ status: 422 });
    expect((await save(change, 0)).status).toBe(403);
    const proved = await stepUp(PASSWORD);
    expect(proved.status).toBe(204);
    const fresh = proved.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    // The cookie that asked is replaced: one request of it may have been under way, unproved.
    expect((await save(change, 0)).status).toBe(403);
    expect((await save(change, 0)).status).toBe(401);
    expect((await save(change, 0, fresh)).status).toBe(200);
  });

  test("only who may change it: no other role, no key, no other tenant", async () => {
    const viewer = await makeUser();
    await addMember(tenant, viewer, "viewer");
    const other = await signIn(viewer);
    expect(await problem(await save({}, 0, other.cookie))).toMatchObject({ code: "permission_denied" });
    const ctx = await makeContext(tenant, tenant.owner);
    const { key } = await createApiKey(ctx, { name: "Key", scopes: ["security:read", "security:update"] });
    expect((await callRoute(getPolicy, { key })).status).toBe(200);
    expect((await callRoute(putPolicy, { key, body: {} })).status).toBe(403);
    const foreign = await makeTenant();
    expect((await callRoute(getPolicy, { slug: foreign.slug, key })).status).toBe(404);
    await save({ session: { idle_minutes: 30, absolute_minutes: null } }, 0);
    const theirs = await makeContext(foreign, foreign.owner);
    const { getSecurityPolicy } = await import("./get-security-policy");
    expect(await getSecurityPolicy(theirs)).toMatchObject({ version: 0 });
  });

  test.each([
    ["longer than the platform allows", { session: { idle_minutes: 721, absolute_minutes: null } }],
    ["too short to work in", { session: { idle_minutes: 1, absolute_minutes: null } }],
    ["everybody's address", { ip_allowlist: { enabled: true, entries: [{ cidr: "0.0.0.0/0", label: "" }] } }],
    ["no address", { ip_allowlist: { enabled: true, entries: [{ cidr: "010.0.0.1", label: "" }] } }],
    ["no domain", { email_domains: ["example"] }],
    ["a short password without a second factor", { password: { min_length: 8 } }],
    ["too long a password", { password: { min_length: 65 } }],
    ["a column of ours", { mfa_since: "2020-01-01T00:00:00.000Z" } as SecurityPolicyInput],
  ])("refuses what is %s", async (_name, input) => {
    expect((await save(input, 0)).status).toBe(422);
    expect((await preview(input)).status).toBe(422);
  });

  test("single sign-on cannot be required before there is a connection", async () => {
    const answer = await problem(await save({ sso: { required: true } }, 0));
    expect(answer).toMatchObject({ status: 409, reason: "sso_no_connection" });
  });
});

describe("addresses", () => {
  const list = (...blocks: string[]): SecurityPolicyInput => ({
    ip_allowlist: { enabled: true, entries: blocks.map((cidr) => ({ cidr, label: "Office" })) },
  });

  test("refuses to lock the editor out and names the address", async () => {
    for (const input of [list(), list("203.0.113.0/24"), list("2001:db8::/32")]) {
      const refusal = await save(input, 0);
      expect(refusal.status).toBe(422);
      expect(await refusal.json()).toMatchObject({
        errors: [
          { path: "ip_allowlist.entries", code: "ip_excludes_you", message: expect.stringContaining(HERE) },
        ],
      });
    }
  });

  test("shuts out other addresses on pages, cookie calls and keys, from the next request on", async () => {
    const key = await newKey();
    expect([(await byCookie(ELSEWHERE)).status, (await byKey(key, ELSEWHERE)).status]).toEqual([200, 200]);
    expect((await save(list(OFFICE, "2001:db8::/32"), 0)).status).toBe(200);
    for (const ip of [HERE, "::ffff:192.0.2.77", "2001:db8:ffff::1"]) {
      expect([ip, (await byCookie(ip)).status, (await byKey(key, ip)).status]).toEqual([ip, 200, 200]);
      expect((await byPage(ip)).kind).toBe("tenant");
    }
    for (const ip of [ELSEWHERE, "::ffff:198.51.100.7", "2001:db9::1", "", "nonsense"]) {
      const denied = { status: 403, code: "ip_not_allowed", reason: "ip_not_allowed" };
      expect(await problem(await byCookie(ip))).toMatchObject({
        ...denied,
        detail: expect.stringContaining(ip),
      });
      if (ip !== "nonsense" && ip !== "") expect(await problem(await byKey(key, ip))).toMatchObject(denied);
      const page = await byPage(ip);
      expect(page).toMatchObject({ kind: "refused", denial: { reason: "ip_not_allowed" } });
      if (page.kind === "refused") {
        expect(page.ctx.decide("agents:read")).toMatchObject({ allowed: false, reason: "ip_not_allowed" });
      }
    }
    // The person's own things are theirs wherever they are.
    const me = await callRoute(getMe, { slug: tenant.slug, cookie, headers: { "x-client-ip": ELSEWHERE } });
    expect(me.status).toBe(200);
  });

  test("a refused key call costs nothing", async () => {
    const key = await newKey();
    await save(list(OFFICE), 0);
    await byKey(key, ELSEWHERE);
    const { rows } = await systemPool().query(
      "select coalesce(sum(used), 0)::int as used, coalesce(sum(reserved), 0)::int as reserved from platform.account_counters where account_id = $1 and meter = 'api_calls'",
      [tenant.accountId],
    );
    expect(rows).toEqual([{ used: 0, reserved: 0 }]);
  });

  test("another tenant's list is nobody else's", async () => {
    await save(list(OFFICE), 0);
    const other = await makeTenant({ planKey: "starter" });
    const ctx = await makeContext(other, other.owner);
    const { key } = await createApiKey(ctx, { name: "Key", scopes: ["agents:read"] });
    expect((await byKey(key, ELSEWHERE)).status).toBe(200);
  });
});
