import { beforeEach, expect, test } from "vitest";
import { POST as undo } from "@/app/api/auth-flows/email-undo/route";
import { POST as notMe } from "@/app/api/auth-flows/not-me/route";
import { POST as signIn } from "@/app/api/auth-flows/sign-in/route";
import { POST as remove } from "@/app/api/v1/me/deletion/route";
import { POST as confirm } from "@/app/api/v1/me/email/confirmation/route";
import { DELETE as cancel, GET as getEmail, PUT as putEmail } from "@/app/api/v1/me/email/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { hashToken } from "@/lib/infra/tokens";
import { addMember, makeTenant, makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { mailsTo, type OutboxMail, setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { ageProof } from "@/lib/testing/two-step-person";

const PASSWORD = "vivid otter paints 73 barns";
let user: TestUser;
let fresh: string;

beforeEach(async () => {
  user = await makeUser();
  await setPassword(user.id, PASSWORD);
  fresh = `new-${newId().slice(-12)}@example.test`;
});

async function addPasskey(userId: string, id: string, age = "0 minutes"): Promise<void> {
  await systemPool().query(
    `insert into platform.passkeys (id, user_id, credential_id, public_key, name, created_at)
     values ($1, $2, $3, '\\x00', 'Key', now() - $4::interval)`,
    [id, userId, Buffer.from(id), age],
  );
}

async function enter(email = user.email): Promise<TestBrowser> {
  const browser = new TestBrowser();
  expect((await browser.call(signIn, { body: { email, password: PASSWORD } })).status).toBe(200);
  return browser;
}

const ask = (browser: TestBrowser, email = fresh) => browser.call(putEmail, { body: { email } });
const linkIn = (mails: OutboxMail[], template: string) =>
  new URL(String(mails.findLast((mail) => mail.template === template)?.data.url)).hash.replace("#token=", "");
const proofOf = async (email: string) => linkIn(await mailsTo(email), "email_change_confirm");
const undoOf = async (email: string, template = "email_changed") => linkIn(await mailsTo(email), template);
const prove = (browser: TestBrowser, token: string) => browser.call(confirm, { body: { token } });
const emailOf = async (id: string) =>
  (await systemPool().query<{ email: string }>("select email from platform.users where id = $1", [id]))
    .rows[0]?.email;

test("the new mailbox proves, the old one is told; memberships follow and the trail tells both", async () => {
  const tenant = await makeTenant();
  await addMember(tenant, user, "viewer");
  const browser = await enter();
  const asked = await ask(browser);
  expect(asked.status).toBe(202);
  expect(await asked.json()).toMatchObject({
    email: user.email,
    pending: { email: fresh },
    managed_by: null,
  });
  expect((await mailsTo(user.email)).at(-1)).toMatchObject({
    template: "email_change_asked",
    data: { newEmail: fresh },
  });
  const token = await proofOf(fresh);
  const stored = await systemPool().query("select 1 from platform.auth_tokens where token_hash = $1", [
    hashToken(token),
  ]);
  expect(stored.rowCount).toBe(1);
  // The link alone gives nothing away: not to a stranger without a session, nor to another person with one.
  const stranger = await makeUser();
  await setPassword(stranger.id, PASSWORD);
  expect((await prove(new TestBrowser(), token)).status).toBe(401);
  expect((await prove(await enter(stranger.email), token)).status).toBe(409);
  const old = browser.cookieHeader();
  expect((await prove(browser, token)).status).toBe(204);
  expect(browser.cookieHeader()).not.toBe(old);
  expect((await prove(browser, token)).status).toBe(409);
  expect(await (await browser.call(getMe)).json()).toMatchObject({ email: fresh });
  const copies = await systemPool().query("select email from shared.memberships where user_id = $1", [
    user.id,
  ]);
  expect(copies.rows).toEqual([{ email: fresh }]);
  expect((await mailsTo(fresh)).map(({ template }) => template)).toEqual([
    "email_change_confirm",
    "email_is_new",
  ]);
  const { rows } = await systemPool().query(
    "select action, before, after from platform.platform_events where target_id = $1 and action like 'user.email%' order by id",
    [user.id],
  );
  expect(rows).toEqual([
    { action: "user.email_change_requested", before: null, after: { email: fresh } },
    { action: "user.email_changed", before: { email: user.email }, after: { email: fresh } },
  ]);
});

test("the old mailbox takes it back, ends every session and goes on to a new password; once", async () => {
  const thief = await enter();
  await ask(thief);
  expect((await prove(thief, await proofOf(fresh))).status).toBe(204);
  const third = `third-${fresh}`;
  await ask(thief, third);
  expect((await prove(thief, await proofOf(third))).status).toBe(204);
  const token = await undoOf(user.email);
  const later = await undoOf(fresh);
  const answer = await new TestBrowser().call(undo, { body: { token } });
  expect(((await answer.json()) as { redirect_to: string }).redirect_to).toMatch(/^\/reset-password#token=/);
  expect(await emailOf(user.id)).toBe(user.email);
  expect((await thief.call(getMe)).status).toBe(401);
  for (const again of [token, later]) {
    expect((await new TestBrowser().call(undo, { body: { token: again } })).status).toBe(409);
  }
  expect(await emailOf(user.id)).toBe(user.email);
});

test("a later link spends no earlier one: neither the next change's nor the alarm of a later sign-in", async () => {
  const thief = await enter();
  await ask(thief);
  expect((await prove(thief, await proofOf(fresh))).status).toBe(204);
  const first = await undoOf(user.email);
  await ask(thief, `third-${fresh}`);
  const stop = { token: await undoOf(fresh, "email_change_asked") };
  expect((await new TestBrowser().call(undo, { body: stop })).status).toBe(200);
  await enter(fresh);
  const alarm = { token: await undoOf(fresh, "new_sign_in") };
  expect((await new TestBrowser().call(notMe, { body: alarm })).status).toBe(200);
  expect(await emailOf(user.id)).toBe(fresh);
  expect((await new TestBrowser().call(undo, { body: { token: first } })).status).toBe(200);
  expect(await emailOf(user.id)).toBe(user.email);
});

test("a thief who planted a passkey and deletes the account is undone too: the old mailbox is told and opens it", async () => {
  const [older, planted] = [newId(), newId()];
  const thief = await enter();
  await addPasskey(user.id, older, "1 hour");
  await systemPool().query("update platform.sessions set mfa_at = now() where user_id = $1", [user.id]);
  await ask(thief);
  expect((await prove(thief, await proofOf(fresh))).status).toBe(204);
  await addPasskey(user.id, planted);
  expect((await thief.call(remove, { body: { workspaces: [] } })).status).toBe(202);
  const asked = (await mailsTo(user.email)).filter(({ template }) => template === "account_deletion_asked");
  expect(asked).toHaveLength(1);
  const token = await undoOf(user.email);
  expect((await new TestBrowser().call(undo, { body: { token } })).status).toBe(200);
  expect(await emailOf(user.id)).toBe(user.email);
  const { rows } = await systemPool().query(
    `select u.status, d.status as deletion, (select array_agg(k.id::text) from platform.passkeys k where k.user_id = u.id) as passkeys
     from platform.users u join platform.person_deletions d on d.user_id = u.id where u.id = $1`,
    [user.id],
  );
  expect(rows).toEqual([{ status: "active", deletion: "cancelled", passkeys: [older] }]);
  const told = (await mailsTo(user.email)).map(({ template }) => template);
  expect(told).toEqual(expect.arrayContaining(["passkey_removed", "account_deletion_cancelled"]));
});

test("before the proof the old mailbox stops it, and the person may give it up; both links die", async () => {
  const browser = await enter();
  await ask(browser);
  const given = [await proofOf(fresh), await undoOf(user.email, "email_change_asked")];
  expect((await browser.call(cancel)).status).toBe(204);
  expect((await browser.call(cancel)).status).toBe(404);
  expect((await prove(browser, given[0] ?? "")).status).toBe(409);
  expect((await new TestBrowser().call(undo, { body: { token: given[1] } })).status).toBe(409);
  await ask(browser);
  const stop = { token: await undoOf(user.email, "email_change_asked") };
  expect((await new TestBrowser().call(undo, { body: stop })).status).toBe(200);
  expect((await browser.call(getMe)).status).toBe(401);
  expect((await prove(await enter(), await proofOf(fresh))).status).toBe(409);
});

test("the answer is the same for an address that somebody has, whose owner is told instead", async () => {
  const owner = await makeUser();
  const browser = await enter();
  const taken = (await (await ask(browser, owner.email)).json()) as { pending: object };
  const free = (await (await ask(browser)).json()) as { pending: object };
  const shape = ({ pending }: { pending: object }) => Object.keys(pending);
  expect(shape(taken)).toEqual(shape(free));
  expect((await mailsTo(owner.email)).at(-1)).toMatchObject({ ifKnown: "email_change_taken" });
  // Whoever gets hold of that link all the same does not get the address.
  await ask(browser, owner.email);
  expect((await prove(browser, await proofOf(owner.email))).status).toBe(409);
  expect(await emailOf(owner.id)).toBe(owner.email);
});

test("of two people who prove one address at once, one has it", async () => {
  const other = await makeUser();
  await setPassword(other.id, PASSWORD);
  const people = [await enter(), await enter(other.email)];
  const proofs: string[] = [];
  for (const browser of people) {
    await ask(browser);
    proofs.push(await proofOf(fresh));
  }
  const answers = await Promise.all(people.map((browser, at) => prove(browser, proofs[at] ?? "")));
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
});

test("it needs a recent proof of identity, another address, and one that no directory manages", async () => {
  const browser = await enter();
  expect((await ask(browser, user.email)).status).toBe(422);
  const tenant = await makeTenant();
  await addMember(tenant, user, "viewer");
  await systemPool().query(
    "update shared.memberships set source = 'scim' where user_id = $1 and tenant_id = $2",
    [user.id, tenant.id],
  );
  expect(await (await browser.call(getEmail)).json()).toMatchObject({ managed_by: tenant.slug });
  expect(await (await ask(browser)).json()).toMatchObject({ reason: "email_managed" });
  await systemPool().query("update shared.memberships set source = 'invite' where user_id = $1", [user.id]);
  const connection = newId();
  await systemPool().query(
    `insert into platform.sso_connections (id, tenant_id, kind, preset, name, status) values ($1, $2, 'oidc', 'other', 'Own', 'enabled')`,
    [connection, tenant.id],
  );
  const domain = `d${newId().slice(-12)}.example`;
  await systemPool().query(
    `insert into platform.sso_domains (id, tenant_id, connection_id, domain, token, status) values ($1, $2, $3, $4, 't', 'verified')`,
    [newId(), tenant.id, connection, domain],
  );
  await systemPool().query("update platform.users set email = $2 where id = $1", [user.id, `eva@${domain}`]);
  expect(await (await ask(browser)).json()).toMatchObject({ reason: "email_managed" });
  await ageProof(user.id);
  expect((await ask(browser)).status).toBe(403);
});
