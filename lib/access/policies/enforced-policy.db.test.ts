import { beforeEach, describe, expect, test } from "vitest";
import { GET as getPolicy } from "@/app/api/v1/security-policy/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { listApiKeys } from "@/lib/access/api-keys/list-api-keys";
import { acceptInvitation } from "@/lib/access/invitations/answer/accept-invitation";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { changePassword } from "@/lib/auth/profile/change-password";
import { systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { giveFactor } from "@/lib/testing/give-factor";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeUser } from "@/lib/testing/make-tenant";
import {
  age,
  byCookie,
  byKey,
  byPage,
  cookie,
  HERE,
  lastToken,
  newKey,
  OFFICE,
  openPolicyWorld,
  PASSWORD,
  preview,
  problem,
  save,
  sessionId,
  signIn,
  tenant,
} from "@/lib/testing/policy-world";
import { setPassword } from "@/lib/testing/test-browser";

beforeEach(openPolicyWorld);

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
    await giveFactor(tenant.owner.id);
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
    await giveFactor(member.id);
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
    await giveFactor(tenant.owner.id);
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
