import { beforeEach, describe, expect, test } from "vitest";
import { GET as agents } from "@/app/api/v1/agents/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { POST as stepUpRoute } from "@/app/api/v1/me/step-up/route";
import { POST as impactRoute } from "@/app/api/v1/security-policy/impact/route";
import { GET as getPolicy, PUT as putPolicy } from "@/app/api/v1/security-policy/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { listApiKeys } from "@/lib/access/api-keys/list-api-keys";
import { acceptInvitation } from "@/lib/access/invitations/accept-invitation";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { resolveRequest } from "@/lib/access/resolve-request";
import { createSession } from "@/lib/auth/create-session";
import { changePassword } from "@/lib/auth/profile/change-password";
import { sealSession } from "@/lib/auth/session-cookie";
import { systemPool } from "@/lib/infra/database/pools";
import { open } from "@/lib/infra/sealed-box";
import { outboxPlace } from "@/lib/notifications/enqueue-job";
import { openJob } from "@/lib/notifications/open-job";
import type { SecurityPolicyInput } from "@/lib/tenancy/policies/schema";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { setPassword } from "@/lib/testing/test-browser";

const OFFICE = "192.0.2.0/24";
const HERE = "192.0.2.10";
const ELSEWHERE = "198.51.100.7";
const PASSWORD = "vivid otter paints 73 barns";

let tenant: TestTenant;
let sessionId: string;
let cookie: string;

async function signIn(user: TestUser, mfa = false): Promise<{ id: string; cookie: string }> {
  const info = { requestId: "test", ip: HERE, userAgent: "test" };
  const session = await withSystem((tx) =>
    createSession(tx, { userId: user.id, method: "password", mfa, info }),
  );
  const sealed = await sealSession(session.sid, `${tenant.slug}.atrium.localhost:3000`);
  return { id: session.id, cookie: sealed.split(";")[0] ?? "" };
}
async function giveFactor(user: TestUser): Promise<void> {
  await systemPool().query(
    "insert into platform.totp_factors (user_id, secret_sealed, confirmed_at) values ($1, 'sealed', now())",
    [user.id],
  );
}
async function newKey(): Promise<string> {
  const ctx = await makeContext(tenant, tenant.owner);
  return (await createApiKey(ctx, { name: "Key", scopes: ["agents:read"] })).key;
}
async function age(what: "last_seen_at" | "created_at" | "auth_at", minutes: number): Promise<void> {
  await systemPool().query(
    `update platform.sessions set ${what} = now() - make_interval(mins => $2) where id = $1`,
    [sessionId, minutes],
  );
}
const save = (input: SecurityPolicyInput, version: number, who = cookie) =>
  callRoute(putPolicy, {
    slug: tenant.slug,
    cookie: who,
    body: input,
    headers: { "if-match": `"${version}"` },
  });
const preview = (input: SecurityPolicyInput) =>
  callRoute(impactRoute, { slug: tenant.slug, cookie, body: input });
const byCookie = (ip = HERE, who = cookie) =>
  callRoute(agents, { slug: tenant.slug, cookie: who, headers: { "x-client-ip": ip } });
const byKey = (key: string, ip = HERE) => callRoute(agents, { key, headers: { "x-client-ip": ip } });
const byPage = (ip = HERE, who = cookie) =>
  resolveRequest({
    host: `${tenant.slug}.atrium.localhost:3000`,
    cookie: who,
    requestId: "test",
    ip,
    userAgent: "test",
  });
async function lastToken(): Promise<string> {
  const { rows } = await systemPool().query(
    `select id, payload, tenant_id as "tenantId" from platform.outbox where queue = 'mail' order by created_at desc limit 1`,
  );
  const { data } = (await openJob(rows[0])) as { data: { url: string } };
  return new URL(data.url).hash.slice(1);
}
async function problem(response: Response) {
  return { status: response.status, ...((await response.json()) as { code: string; detail: string }) };
}

beforeEach(async () => {
  tenant = await makeTenant({ planKey: "starter" });
  ({ id: sessionId, cookie } = await signIn(tenant.owner));
});

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
    expect((await stepUp(PASSWORD)).status).toBe(204);
    expect((await save(change, 0)).status).toBe(200);
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

describe("two-step sign-in", () => {
  const required = (days: number) => ({ mfa: { required: true, grace_days: days } });

  test("the editor sets it up first", async () => {
    expect(await (await save(required(0), 0)).json()).toMatchObject({
      errors: [{ code: "mfa_set_up_first" }],
    });
  });

  test("after the grace, members and keys of members without it are refused", async () => {
    const key = await newKey();
    const member = await makeUser();
    await addMember(tenant, member, "developer");
    const theirs = await signIn(member);
    const memberKey = (
      await createApiKey(await makeContext(tenant, member), { name: "Key", scopes: ["agents:read"] })
    ).key;
    await giveFactor(tenant.owner);
    const own = await signIn(tenant.owner, true);
    expect((await save(required(3), 0, own.cookie)).status).toBe(200);
    expect((await byCookie(HERE, theirs.cookie)).status).toBe(200);
    expect(await byPage(HERE, theirs.cookie)).toMatchObject({ kind: "tenant", mfaDueAt: expect.any(Date) });
    expect((await save(required(0), 1, own.cookie)).status).toBe(200);
    const denied = { status: 403, code: "mfa_required" };
    expect(await problem(await byCookie(HERE, theirs.cookie))).toMatchObject(denied);
    expect(await problem(await byKey(memberKey))).toMatchObject(denied);
    expect(await byPage(HERE, theirs.cookie)).toMatchObject({ kind: "refused" });
    // A session from before the factor has to sign in again; the maker's key works.
    expect(await problem(await byCookie())).toMatchObject(denied);
    expect((await byCookie(HERE, own.cookie)).status).toBe(200);
    expect((await byKey(key)).status).toBe(200);
    await giveFactor(member);
    expect((await byKey(memberKey)).status).toBe(200);
  });
});

describe("sessions", () => {
  test.each([
    ["idle", "last_seen_at"],
    ["absolute", "created_at"],
  ] as const)("the %s limit ends a session with the next request, on every host", async (which, column) => {
    const limit = { idle_minutes: null, absolute_minutes: null, [`${which}_minutes`]: 30 };
    expect((await save({ session: limit }, 0)).status).toBe(200);
    await age(column, 29);
    expect((await byCookie()).status).toBe(200);
    await age(column, 31);
    expect((await byPage()).kind).toBe("signed_out");
    expect((await byCookie()).status).toBe(401);
    const { rows } = await systemPool().query("select revoked_at from platform.sessions where id = $1", [
      sessionId,
    ]);
    expect(rows[0].revoked_at).not.toBeNull();
  });

  test("without a limit of its own the platform's applies (control)", async () => {
    await age("last_seen_at", 31);
    expect((await byCookie()).status).toBe(200);
  });
});

describe("passwords", () => {
  test("a member's new password obeys the strictest workspace; a short one of old is asked for", async () => {
    await setPassword(tenant.owner.id, PASSWORD);
    await save({ password: { min_length: 40 } }, 0);
    const ctx = {
      ...makeUserContext(tenant.owner),
      actor: { ...makeUserContext(tenant.owner).actor, sessionId },
    };
    const short = changePassword(ctx, {
      currentPassword: PASSWORD,
      newPassword: "eleven amber kites over 9 hills",
    });
    await expect(short).rejects.toMatchObject({
      details: { errors: [{ code: "password_too_short", params: { minimum: 40 } }] },
    });
    await systemPool().query("update platform.sessions set password_due = true where id = $1", [sessionId]);
    expect(await problem(await byCookie())).toMatchObject({ code: "password_change_required" });
    const long = "eleven amber kites drift over 9 quiet hills at noon";
    await changePassword(ctx, { currentPassword: PASSWORD, newPassword: long });
    expect((await byCookie()).status).toBe(200);
  });
});

describe("e-mail domains", () => {
  test("shut others out of invitations, also of those that wait already", async () => {
    const early = { invitations: [{ email: "guest@elsewhere.example", role: "viewer" as const }] };
    await inviteMembers(await makeContext(tenant, tenant.owner), early);
    const token = await lastToken();
    expect(await (await save({ email_domains: ["acme.example"] }, 0)).json()).toMatchObject({
      errors: [{ code: "domain_excludes_you" }],
    });
    expect((await save({ email_domains: ["Example.test"] }, 0)).status).toBe(200);
    const admin = await makeContext(tenant, tenant.owner);
    const { data } = await inviteMembers(admin, {
      invitations: [
        { email: "a@elsewhere.example", role: "viewer" },
        { email: "b@example.test", role: "viewer" },
        { email: "c@sub.example.test", role: "viewer" },
      ],
    });
    expect(data.map((row) => row.result)).toEqual(["domain_not_allowed", "invited", "domain_not_allowed"]);
    const guest = await makeUser({ email: "guest@elsewhere.example" });
    await expect(acceptInvitation(makeUserContext(guest), token)).rejects.toMatchObject({
      details: { reason: "domain_not_allowed" },
    });
  });
});

describe("life of API keys", () => {
  test("refuses longer keys, stops older ones, and comes back when it is loosened", async () => {
    const key = await newKey();
    await systemPool().query(
      "update platform.api_key_directory set created_at = now() - interval '31 days' where tenant_id = $1",
      [tenant.id],
    );
    await systemPool().query(
      "update shared.api_keys set created_at = now() - interval '31 days' where tenant_id = $1",
      [tenant.id],
    );
    const impact = await (await preview({ api_keys: { max_days: 30 } })).json();
    expect(impact).toMatchObject({ keys: 1, keys_stopping: [{ name: "Key" }], changes: ["api_keys"] });
    expect((await byKey(key)).status).toBe(200);
    expect((await save({ api_keys: { max_days: 30 } }, 0)).status).toBe(200);
    expect((await byKey(key)).status).toBe(401);
    const admin = await makeContext(tenant, tenant.owner);
    expect((await listApiKeys(admin, { status: "expired" })).data).toHaveLength(1);
    expect((await listApiKeys(admin, { status: "active" })).data).toHaveLength(0);
    const wish = { name: "x", scopes: ["agents:read"] };
    const refusal = { details: { errors: [{ code: "key_life_exceeds_policy" }] } };
    await expect(createApiKey(admin, wish)).rejects.toMatchObject(refusal);
    await expect(createApiKey(admin, { ...wish, expires_in_days: null })).rejects.toMatchObject(refusal);
    await createApiKey(admin, { ...wish, expires_in_days: 30 });
    await save({ api_keys: { max_days: null } }, 1);
    expect((await byKey(key)).status).toBe(200);
  });
});

describe("the preview", () => {
  test("counts members, sessions and keys, and changes nothing", async () => {
    await newKey();
    const member = await makeUser();
    await addMember(tenant, member, "viewer");
    await signIn(member);
    await giveFactor(tenant.owner);
    await age("last_seen_at", 50);
    const answer = await preview({
      mfa: { required: true, grace_days: 0 },
      session: { idle_minutes: 45, absolute_minutes: null },
      ip_allowlist: { enabled: true, entries: [{ cidr: OFFICE, label: "" }] },
    });
    expect(await answer.json()).toMatchObject({
      changes: ["mfa", "session", "ip_allowlist"],
      weakens: [],
      members: 2,
      members_without_mfa: 1,
      members_blocked_now: 1,
      sessions: 2,
      // The editor's own was just seen: asking is a request.
      sessions_ending: 0,
      sessions_outside: 0,
      keys: 1,
      keys_stopping: [],
    });
    expect(await (await callRoute(getPolicy, { slug: tenant.slug, cookie })).json()).toMatchObject({
      version: 0,
    });
  });

  test("says what would become weaker", async () => {
    await save({ session: { idle_minutes: 30, absolute_minutes: 60 }, api_keys: { max_days: 30 } }, 0);
    const answer = await preview({
      session: { idle_minutes: 40, absolute_minutes: 60 },
      api_keys: { max_days: 10 },
    });
    expect(await answer.json()).toMatchObject({ changes: ["session", "api_keys"], weakens: ["session"] });
  });
});
