import { expect, test } from "vitest";
import { POST as signIn } from "@/app/api/auth-flows/sign-in/route";
import { POST as download } from "@/app/api/v1/me/data/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { newId } from "@/lib/core/ids";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { ageProof } from "@/lib/testing/two-step-person";

const PASSWORD = "vivid otter paints 73 barns";
const sql = (text: string, values: unknown[] = []) => systemPool().query(text, values);

async function enter(who: TestUser): Promise<TestBrowser> {
  await setPassword(who.id, PASSWORD);
  const browser = new TestBrowser();
  const answer = await browser.call(signIn, { body: { email: who.email, password: PASSWORD } });
  expect(answer.status).toBe(200);
  return browser;
}

test("everything kept about a person comes as one file, without secrets and without others", async () => {
  const [mine, theirs] = [`mine-${newId().slice(-12)}`, `theirs-${newId().slice(-12)}`];
  const tenant = await makeTenant();
  const other = await makeUser({ email: `${theirs}@example.test`, firstName: theirs });
  await addMember(tenant, other, "viewer");
  const { owner } = tenant;
  const ctx = await makeContext(tenant, owner);
  const { key } = await createApiKey(ctx, { name: "Key", scopes: ["agents:read"] });
  await inviteMembers(ctx, { invitations: [{ email: `${theirs}-2@example.test`, role: "viewer" }] });
  const elsewhere = await makeTenant();
  await inviteMembers(await makeContext(elsewhere, { ...elsewhere.owner, name: theirs }), {
    invitations: [{ email: owner.email, role: "viewer" }],
  });
  for (const [who, canary] of [[owner, mine] as const, [other, theirs] as const]) {
    const values = [newId(), newId(), tenant.id, who.id, who.email, canary, theirs];
    await sql(
      `with r as (insert into shared.access_requests (tenant_id, id, receipt_id, user_id, user_name, user_email, code, subject, note, decided_by_name)
         values ($3, $1, $2, $4, $6, $5, 'permission_denied', 'x', $6, $7))
       insert into shared.membership_requests (tenant_id, id, user_id, email, name, note, decided_by_name)
         values ($3, $2, $4, $5, $6, $6, $7)`,
      values,
    );
    await sql(
      `insert into platform.support_sessions (id, tenant_id, user_id, user_name, staff_name, staff_email, staff_session_id, mode, reason, ticket, ip, expires_at)
       values ($1, $2, $3, $4::varchar, $5::varchar, $5::varchar, $1, 'read', $4::text, 'T-1', '203.0.113.77', now())`,
      [newId(), tenant.id, who.id, canary, theirs],
    );
    await sql("insert into platform.onboarding (user_id, step, data) values ($1, 'goal', $2)", [
      who.id,
      JSON.stringify({ canary }),
    ]);
  }
  await withSystem((tx) =>
    recordPlatformEvent(tx, ctx, {
      action: "user.factor_reset_asked",
      target: { type: "user", id: other.id, label: other.email },
      before: { name: theirs },
      reason: theirs,
    }),
  );
  const browser = await enter(owner);
  await sql(
    `insert into platform.sessions (id, sid_hash, user_id, method, ip, user_agent, idle_expires_at, absolute_expires_at)
     values ($1, $2, $3, 'support:x', '203.0.113.77', $4, now(), now())`,
    [newId(), Buffer.from(newId()), owner.id, theirs],
  );
  const answer = await browser.call(download);
  expect(answer.headers.get("content-disposition")).toContain("attachment");
  expect(answer.headers.get("cache-control")).toContain("no-store");
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({
    profile: { email: owner.email },
    has_password: true,
    sessions: [{ method: "password" }],
    known_browsers: [{}],
    memberships: [{ tenantId: tenant.id, email: owner.email }],
    roles: [{ role: { key: "tenant_admin" } }],
    api_keys: [{ name: "Key" }],
    billing_accounts: [{ role: "owner" }],
    invitations_to_you: [{ tenantId: elsewhere.id, email: owner.email }],
    invitations_by_you: [{ tenantId: tenant.id, status: "pending" }],
    requests_to_join: [{ note: mine }],
    requests_for_access: [{ userName: mine }],
    support_sessions: [{ mode: "read", reason: mine }],
    onboarding: { data: { canary: mine } },
    what_you_did: expect.arrayContaining([
      expect.objectContaining({ action: "user.factor_reset_asked", targetId: other.id, targetLabel: "" }),
    ]),
  });
  // Control: it is there to be found, beside this person's own rows.
  expect(text).toContain(mine);
  expect(text).not.toContain(theirs);
  expect(text).not.toContain("203.0.113.77");
  expect(text).not.toContain(key);
  expect(text).not.toMatch(/argon2|hash/i);
  await ageProof(owner.id);
  expect((await browser.call(download)).status).toBe(403);
});

/** Tables with a person's id that are in the file, here or in data-from-….ts. */
const EXPORTED =
  "platform.account_members platform.avatars platform.credentials platform.email_changes platform.factor_resets platform.identities platform.known_devices platform.onboarding platform.own_receipts platform.passkeys platform.person_deletions platform.recovery_codes platform.sessions platform.sso_break_glass platform.sso_identities platform.support_requests platform.support_sessions platform.tenant_reviews platform.totp_factors platform.trusted_devices platform.users platform.platform_events shared.access_receipts shared.access_requests shared.api_requests shared.domain_events shared.member_activity shared.membership_requests shared.memberships shared.role_bindings shared.scim_users shared.team_members".split(
    " ",
  );
const LEFT_OUT: Readonly<Record<string, string>> = {
  "platform.auth_tokens": "secrets that live minutes, or a link that was mailed",
  "platform.factor_attempts": "counts of wrong codes, against guessing",
  "platform.passkey_challenges": "secrets that live minutes",
  "platform.tenant_review_messages": "a conversation about a workspace, which has it",
  "platform.user_tenants": "the directory of memberships, which are in the file",
  "shared.scim_tombstones": "that a directory has removed somebody, so that it is not undone",
  "shared.usage_events": "the requests of the file again, counted for the bill",
};

test("every table with a person's id is in the file, or on a list with its reason", async () => {
  const { rows } = await ownerPool().query<{ place: string }>(
    `select distinct format('%s.%s', s.nspname, c.relname) as place
     from pg_class c join pg_namespace s on s.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where s.nspname in ('platform', 'shared') and c.relkind in ('r', 'p') and not c.relispartition
       and (a.attname in ('user_id', 'actor_id', 'applicant_id', 'author_id', 'subject_id', 'person_id')
         or format('%s.%s', s.nspname, c.relname) = 'platform.users')`,
  );
  const places = rows.map(({ place }) => place);
  expect(places.filter((place) => !EXPORTED.includes(place) && !(place in LEFT_OUT))).toEqual([]);
  expect([...EXPORTED, ...Object.keys(LEFT_OUT)].filter((place) => !places.includes(place))).toEqual([]);
});
