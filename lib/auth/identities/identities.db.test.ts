import { beforeEach, expect, test, vi } from "vitest";
import { POST as signIn } from "@/app/api/auth-flows/sign-in/route";
import { DELETE as remove } from "@/app/api/v1/me/identities/[id]/route";
import { POST as begin, GET as list } from "@/app/api/v1/me/identities/route";
import { DELETE as removePasskey } from "@/app/api/v1/me/passkeys/[id]/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { resolveRequest } from "@/lib/access/resolve-request";
import { connectIdentity } from "@/lib/auth/identities/connect-identity";
import type { OwnIdentities } from "@/lib/auth/identities/schema";
import { findSignInAgain } from "@/lib/auth/step-up/find-sign-in-again";
import type { UserContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { hashToken } from "@/lib/infra/tokens";
import { makeTenant, makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { mailsTo, setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { ageProof } from "@/lib/testing/two-step-person";

// Before anything reads the environment: two providers are configured here.
vi.hoisted(() => {
  for (const name of ["GOOGLE", "GITHUB"]) {
    process.env[`${name}_CLIENT_ID`] = "client";
    process.env[`${name}_CLIENT_SECRET`] = "secret";
  }
});

const PASSWORD = "vivid otter paints 73 barns";
const LINK = "__Host-atrium.link";
let user: TestUser;
let browser: TestBrowser;

beforeEach(async () => {
  user = await makeUser();
  await setPassword(user.id, PASSWORD);
  browser = await enter();
});

async function enter(who = user): Promise<TestBrowser> {
  const fresh = new TestBrowser();
  const body = { email: who.email, password: PASSWORD };
  expect((await fresh.call(signIn, { body })).status).toBe(200);
  return fresh;
}

/** The context that the answer of a provider finds in this browser. */
async function contextOf(from: TestBrowser): Promise<UserContext> {
  const found = await resolveRequest({
    ...{ requestId: "test", ip: from.ip, userAgent: null },
    ...{ host: "atrium.localhost:3000", cookie: from.cookieHeader() },
  });
  if (found.kind !== "user") throw new Error("nobody is signed in here");
  return found.ctx;
}
const beginIn = async (from: TestBrowser, provider = "google") => {
  expect((await from.call(begin, { body: { provider } })).status).toBe(204);
  return from.jar().get(LINK) ?? "";
};
const claims = (token: string, subject = newId()) =>
  ({ token, provider: "google", subject, email: "somebody.else@example.test" }) as const;
const own = async () => (await (await browser.call(list)).json()) as OwnIdentities;

test("a provider is connected by who began it, in that session and for that provider, once", async () => {
  const token = await beginIn(browser);
  const stored = await systemPool().query("select 1 from platform.auth_tokens where token_hash = $1", [
    hashToken(token),
  ]);
  expect(stored.rowCount).toBe(1);
  const subject = newId();
  expect(await connectIdentity(await contextOf(browser), claims(token, subject))).toEqual({
    kind: "connected",
  });
  expect(await connectIdentity(await contextOf(browser), claims(token))).toBeNull();
  expect((await own()).data).toMatchObject([
    { provider: "google", label: "somebody.else@example.test", removable: true },
  ]);
  expect((await mailsTo(user.email)).at(-1)).toMatchObject({ template: "identity_linked" });
  // Another session of the person, another person, another provider: then it is a sign-in like any other.
  const thief = await makeUser();
  await setPassword(thief.id, PASSWORD);
  const theirs = await enter(thief);
  for (const other of [await enter(), theirs]) {
    expect(await connectIdentity(await contextOf(other), claims(await beginIn(browser)))).toBeNull();
  }
  const forGithub = await beginIn(browser, "github");
  expect(await connectIdentity(await contextOf(browser), claims(forGithub))).toBeNull();
  // Whoever is somebody's already stays theirs.
  expect(await connectIdentity(await contextOf(theirs), claims(await beginIn(theirs), subject))).toEqual({
    kind: "refused",
    reason: "identity_taken",
  });
});

test("the last way in stays, also when two are removed at once; the sessions that it opened end", async () => {
  const ctx = await contextOf(browser);
  for (const provider of ["google", "github"] as const) {
    const token = await beginIn(browser, provider);
    await connectIdentity(ctx, { ...claims(token), provider });
  }
  const byGoogle = await enter();
  await systemPool().query(`update platform.sessions set method = 'google' where user_id = $1 and id <> $2`, [
    user.id,
    ctx.actor.sessionId,
  ]);
  await systemPool().query("delete from platform.credentials where user_id = $1", [user.id]);
  const ids = (await own()).data.map(({ id }) => id);
  const answers = await Promise.all(ids.map((id) => browser.call(remove, { params: { id } })));
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
  expect((await own()).data).toMatchObject([{ removable: false }]);
  const gone = (await own()).data[0]?.provider === "github";
  expect((await byGoogle.call(getMe)).status).toBe(gone ? 401 : 200);
  const { rows } = await systemPool().query(
    "select action from platform.platform_events where target_id = $1 and action like 'identity%' order by id",
    [user.id],
  );
  expect(rows.map(({ action }) => action)).toEqual([
    "identity.linked",
    "identity.linked",
    "identity.unlinked",
  ]);
});

test("a passkey that is the last way in stays, too; beside a password it goes", async () => {
  await connectIdentity(await contextOf(browser), claims(await beginIn(browser)));
  const passkey = newId();
  await systemPool().query(
    `insert into platform.passkeys (id, user_id, credential_id, public_key, name) values ($1, $2, $3, 'k', 'Key')`,
    [passkey, user.id, Buffer.from(passkey)],
  );
  await systemPool().query("update platform.sessions set mfa_at = now() where user_id = $1", [user.id]);
  await systemPool().query("delete from platform.credentials where user_id = $1", [user.id]);
  const id = (await own()).data[0]?.id ?? "";
  expect((await browser.call(remove, { params: { id } })).status).toBe(204);
  const refused = await browser.call(removePasskey, { params: { id: passkey } });
  expect(await refused.json()).toMatchObject({ status: 409, reason: "last_way_in" });
  await setPassword(user.id, PASSWORD);
  expect((await browser.call(removePasskey, { params: { id: passkey } })).status).toBe(204);
});

test("connecting and removing need a recent proof; nobody removes another's; only the root host connects", async () => {
  const token = await beginIn(browser);
  await connectIdentity(await contextOf(browser), claims(token));
  const id = (await own()).data[0]?.id ?? "";
  const other = await makeUser();
  await setPassword(other.id, PASSWORD);
  expect((await (await enter(other)).call(remove, { params: { id } })).status).toBe(404);
  const tenant = await makeTenant();
  expect((await browser.call(begin, { slug: tenant.slug, body: { provider: "google" } })).status).toBe(401);
  await ageProof(user.id);
  expect((await browser.call(begin, { body: { provider: "google" } })).status).toBe(403);
  expect((await browser.call(remove, { params: { id } })).status).toBe(403);
});

test("who has nothing to confirm with is sent to the provider that signed them in, and back to a safe page", async () => {
  const againOf = async (next: string, slug?: string) => {
    const host = slug ? `${slug}.atrium.localhost:3000` : "atrium.localhost:3000";
    const found = await findSignInAgain(await contextOf(browser), { host, next });
    return found && { name: found.name, query: Object.fromEntries(new URL(found.url).searchParams) };
  };
  expect(await againOf("/profile")).toBeNull();
  for (const provider of ["google", "github"] as const) {
    const token = await beginIn(browser, provider);
    await connectIdentity(await contextOf(browser), { ...claims(token), provider });
  }
  await systemPool().query("update platform.sessions set method = 'github' where user_id = $1", [user.id]);
  const tenant = await makeTenant();
  expect(await againOf("/settings?tab=a", tenant.slug)).toEqual({
    name: "GitHub",
    query: { with: "github", again: "1", to: tenant.slug, next: "/settings?tab=a" },
  });
  expect(await againOf("//evil.test")).toEqual({ name: "GitHub", query: { with: "github", again: "1" } });
  expect((await againOf("/profile", "nobody.evil"))?.query).not.toHaveProperty("to");
});
