import { TOTP } from "otpauth";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { POST as totpRoute } from "@/app/api/auth-flows/sign-in/totp/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { GET as listSessions } from "@/app/api/v1/me/sessions/route";
import { GET as getSignInAgain } from "@/app/api/v1/me/step-up/route";
import { GET as listUsers } from "@/app/api/v1/users/route";
import { type OidcForger, startForger } from "@/dev/identity/forger";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { setMemberRoles } from "@/lib/access/members/set-member-roles";
import { DEVICE_COOKIE } from "@/lib/auth/devices/device-cookie";
import { takeSignIn } from "@/lib/auth/lock-out/take-sign-in";
import { sealSession } from "@/lib/auth/session-cookie";
import { discoverSignIn } from "@/lib/auth/sign-in/discover-sign-in";
import { findSsoSession } from "@/lib/auth/sso/find-sso-session";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { seal } from "@/lib/infra/sealed-box";
import { hashToken } from "@/lib/infra/tokens";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import {
  leaveFor,
  makeOidcConnection,
  makeSamlConnection,
  membershipOf,
  oidcSignIn,
  type SamlConnection,
  samlSignIn,
  somebody,
  type TestConnection,
} from "@/lib/testing/sso-world";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { mailsTo, setPassword, TestBrowser } from "@/lib/testing/test-browser";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const SSO = "__Host-atrium.sso-session";
let forger: OidcForger;
let tenant: TestTenant;
let other: TestTenant;
let saml: SamlConnection;
let oidc: TestConnection;
let count = 0;

beforeAll(async () => {
  forger = await startForger();
  tenant = await makeTenant({ planKey: "enterprise" });
  other = await makeTenant({ planKey: "enterprise" });
});
afterAll(() => forger.stop());
beforeEach(async () => {
  count += 1;
  saml = await makeSamlConnection(tenant, `saml${count}.acme-people.com`);
  oidc = await makeOidcConnection(tenant, `oidc${count}.acme-people.com`, forger);
});

const rows = async <T extends object>(sql: string, values: unknown[]) =>
  (await systemPool().query<T>(sql, values)).rows;
const sessionOf = (browser: TestBrowser) => browser.jar().get(SSO) ?? "";
const reasonOf = (location: URL) => location.searchParams.get("error");
const memberRow = (userId: string) => membershipOf(tenant.id, userId);
const userOf = async (email: string) =>
  (await rows<{ id: string }>("select id from platform.users where email = $1", [email]))[0]?.id ?? "";

/** Calls a route on a host with the session that single sign-on made, as if a browser had it there. */
async function callOn(slug: string | undefined, browser: TestBrowser, route: typeof getMe, query?: string) {
  const host = slug ? `${slug}.atrium.localhost:3000` : "atrium.localhost:3000";
  const visitor = new TestBrowser();
  const cookie = (await sealSession(sessionOf(browser), host)).split(";")[0] ?? "";
  const at = cookie.indexOf("=");
  visitor.jar(slug ?? "").set(cookie.slice(0, at), cookie.slice(at + 1));
  return visitor.call(route, { ...(slug && { slug }), ...(query && { query }) });
}

describe("whoever a provider vouches for", () => {
  test.each(["saml", "oidc"] as const)(
    "joins just in time by %s, once, and is known by the subject after",
    async (kind) => {
      const connection = kind === "saml" ? saml : oidc;
      const person = somebody(connection.domain);
      const joined = async () =>
        (await tenantActions(tenant.id)).filter((action) => action === "member.joined").length;
      const before = await joined();
      const go = (browser: TestBrowser, who = person) =>
        kind === "saml" ? samlSignIn(browser, saml, who) : oidcSignIn(browser, oidc, forger, who);
      const browsers = Array.from({ length: 4 }, () => new TestBrowser());
      const ends = await Promise.all(browsers.map((browser) => go(browser)));
      expect(ends.map((end) => `${end.pathname}${end.search}`)).toEqual(
        browsers.map(() => `/switch?to=${tenant.slug}`),
      );
      const userId = await userOf(person.email);
      expect(await memberRow(userId)).toEqual({ status: "active", source: "jit", roles: ["viewer"] });
      expect((await joined()) - before).toBe(1);
      const moved = new TestBrowser();
      await go(moved, { ...person, email: "elsewhere@example.test" });
      expect((await callOn(tenant.slug, moved, getMe)).status).toBe(200);
      expect(await (await callOn(tenant.slug, moved, getMe)).json()).toMatchObject({ id: userId });
    },
  );

  test("and who has nothing else to confirm with confirms there, and comes back to the page", async () => {
    const browser = new TestBrowser();
    await samlSignIn(browser, saml, somebody(saml.domain));
    const answer = await callOn(tenant.slug, browser, getSignInAgain, "?next=%2Fmembers%3Frole%3Dviewer");
    const { again } = (await answer.json()) as { again: { name: string; url: string } };
    expect(again.name).toBe("Acme login");
    const away = await leaveFor(browser, Object.fromEntries(new URL(again.url).searchParams));
    expect(away.searchParams.has("SAMLRequest")).toBe(true);
    const flows = await rows("select target, next from platform.sso_flows where connection_id = $1", [
      saml.id,
    ]);
    expect(flows).toContainEqual({ target: tenant.slug, next: "/members?role=viewer" });
  });

  test("is the member whose address it is, with the role that an admin gave", async () => {
    const user = await makeUser({ email: `known@${saml.domain}` });
    await addMember(tenant, user, "developer");
    const person = somebody(saml.domain, { email: user.email });
    const browser = new TestBrowser();
    await samlSignIn(browser, saml, person);
    expect(await memberRow(user.id)).toMatchObject({ roles: ["developer"] });
    // A sign-in from another browser is mailed, as by every other way; from the same one it is not.
    const told = async () =>
      (await mailsTo(user.email)).filter(({ template }) => template === "new_sign_in").length;
    await samlSignIn(browser, saml, person);
    expect(await told()).toBe(0);
    const other = new TestBrowser();
    await samlSignIn(other, saml, person);
    expect(await told()).toBe(1);
    // The provider's word gives the browser no budget of tries for the person's own password.
    const token = other.jar().get(DEVICE_COOKIE) ?? "";
    const { deviceId } = await takeSignIn(
      { requestId: "test", ip: "192.0.2.77", userAgent: null, device: { token } },
      user.email,
    );
    expect(deviceId).toBeNull();
  });

  test("accepts the invitation that waits, with its role; groups decide where they are mapped", async () => {
    const admin = await makeContext(tenant, tenant.owner);
    const invited = somebody(oidc.domain);
    await inviteMembers(admin, { invitations: [{ email: invited.email, role: "developer" }] });
    await oidcSignIn(new TestBrowser(), oidc, forger, invited);
    expect(await memberRow(await userOf(invited.email))).toMatchObject({
      roles: ["developer"],
      source: "jit",
    });
    await systemPool().query("update platform.sso_connections set group_roles = $2 where id = $1", [
      oidc.id,
      JSON.stringify([
        { group: "staff", role: "developer" },
        { group: "leads", role: "agent_manager" },
      ]),
    ]);
    const lead = somebody(oidc.domain, { groups: ["staff", "leads"] });
    await oidcSignIn(new TestBrowser(), oidc, forger, lead);
    expect(await memberRow(await userOf(lead.email))).toMatchObject({ roles: ["agent_manager"] });
    await oidcSignIn(new TestBrowser(), oidc, forger, { ...lead, groups: ["staff"] });
    expect(await memberRow(await userOf(lead.email))).toMatchObject({ roles: ["developer"] });
  });

  test("keeps what an admin decided, also at the very moment of a sign-in, and gets back nothing that ended", async () => {
    await systemPool().query("update platform.sso_connections set group_roles = $2 where id = $1", [
      oidc.id,
      JSON.stringify([
        { group: "staff", role: "developer" },
        { group: "leads", role: "agent_manager" },
      ]),
    ]);
    const person = somebody(oidc.domain, { groups: ["staff"] });
    const go = (groups: string[]) => oidcSignIn(new TestBrowser(), oidc, forger, { ...person, groups });
    await go(["staff"]);
    const id = await userOf(person.email);
    // An admin's change that is not committed yet when the groups ask for another role.
    const client = await ownerPool().connect();
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock(hashtextextended('roles:' || $1, 0))", [tenant.id]);
    await client.query(
      `update shared.role_bindings b set source = 'manual', role_id = r.id from shared.roles r
       where b.tenant_id = $1 and b.subject_id = $2 and r.tenant_id = b.tenant_id and r.key = 'viewer'`,
      [tenant.id, id],
    );
    const signIn = go(["leads"]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await client.query("commit");
    client.release();
    await signIn;
    expect((await memberRow(id))?.roles).toEqual(["viewer"]);
    // An end that an admin puts on a role of single sign-on sticks.
    await systemPool().query(
      "update shared.role_bindings set source = 'jit' where tenant_id = $1 and subject_id = $2",
      [tenant.id, id],
    );
    const admin = await makeContext(tenant, tenant.owner);
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    await setMemberRoles(admin, id, { roles: [{ role: "viewer", expires_at }] });
    await go(["leads"]);
    expect(
      await rows(
        "select source, expires_at from shared.role_bindings where tenant_id = $1 and subject_id = $2",
        [tenant.id, id],
      ),
    ).toEqual([{ source: "manual", expires_at: new Date(expires_at) }]);
    await systemPool().query(
      "update shared.role_bindings set source = 'jit', expires_at = now() where tenant_id = $1 and subject_id = $2",
      [tenant.id, id],
    );
    await go(["leads"]);
    expect((await memberRow(id))?.roles).toEqual(["viewer"]);
  });

  test("does not come in without a proved domain, after removal, when deactivated, or where nobody joins", async () => {
    const stranger = somebody("gmail.com");
    expect(reasonOf(await samlSignIn(new TestBrowser(), saml, stranger))).toBe("sso_domain_unverified");
    const other = somebody(oidc.domain);
    expect(reasonOf(await samlSignIn(new TestBrowser(), saml, other))).toBe("sso_domain_unverified");
    const unverified = { claims: { email_verified: false } };
    expect(reasonOf(await oidcSignIn(new TestBrowser(), oidc, forger, other, unverified))).toBe(
      "sso_email_unverified",
    );
    const person = somebody(saml.domain);
    await samlSignIn(new TestBrowser(), saml, person);
    const id = await userOf(person.email);
    const set = (status: string) =>
      systemPool().query("update shared.memberships set status = $3 where tenant_id = $1 and user_id = $2", [
        tenant.id,
        id,
        status,
      ]);
    await set("suspended");
    expect(reasonOf(await samlSignIn(new TestBrowser(), saml, person))).toBe("sso_membership_suspended");
    await set("removed");
    expect(reasonOf(await samlSignIn(new TestBrowser(), saml, person))).toBe("sso_membership_removed");
    await systemPool().query("update platform.sso_connections set jit = false where id = $1", [saml.id]);
    expect(reasonOf(await samlSignIn(new TestBrowser(), saml, somebody(saml.domain)))).toBe("sso_not_member");
    await systemPool().query("update platform.sso_connections set status = 'disabled' where id = $1", [
      saml.id,
    ]);
    expect(reasonOf(await leaveFor(new TestBrowser(), { connection: saml.id }))).toBe("sso_disabled");
  });
});

test("a Google account comes in by its organisation, not by its address", async () => {
  const change = { preset: "google" };
  const google = await makeOidcConnection(tenant, `google${count}.acme-people.com`, forger, change);
  const person = somebody(google.domain);
  const go = (claims: Record<string, unknown>) =>
    oidcSignIn(new TestBrowser(), google, forger, person, { claims });
  expect(reasonOf(await go({}))).toBe("sso_domain_unverified");
  expect(reasonOf(await go({ hd: oidc.domain }))).toBe("sso_domain_unverified");
  expect((await go({ hd: google.domain })).pathname).toBe("/switch");
  // Known by the subject, and left the organisation since.
  expect(reasonOf(await go({}))).toBe("sso_domain_unverified");
});

test("another subject of a known member is told so; a database that fails is no reason of theirs", async () => {
  const person = somebody(oidc.domain);
  const go = (id: string) => oidcSignIn(new TestBrowser(), oidc, forger, { ...person, id });
  expect((await go(person.id)).pathname).toBe("/switch");
  expect(reasonOf(await go("another"))).toBe("sso_not_member");
  await ownerPool().query("revoke insert on platform.sso_identities from atrium_system");
  try {
    expect((await go(person.id)).host).toBe("refused.test");
  } finally {
    await ownerPool().query("grant insert on platform.sso_identities to atrium_system");
  }
});

describe("what such a session is good for", () => {
  test("its own workspace, and neither another one of the person, the root host, the back-office nor credentials", async () => {
    const user = await makeUser({ email: `both@${saml.domain}` });
    await addMember(tenant, user, "viewer");
    await addMember(other, user, "tenant_admin");
    const browser = new TestBrowser();
    await samlSignIn(browser, saml, somebody(saml.domain, { email: user.email }));
    expect((await callOn(tenant.slug, browser, listUsers)).status).toBe(200);
    expect((await callOn(other.slug, browser, listUsers)).status).toBe(401);
    expect((await callOn(undefined, browser, getMe)).status).toBe(401);
    expect((await callOn("admin", browser, getMe)).status).toBe(401);
    const own = await callOn(tenant.slug, browser, listSessions as unknown as typeof getMe);
    expect([own.status, await own.json()]).toMatchObject([403, { reason: "sso_session" }]);
    const info = { requestId: "r", ip: null, userAgent: null };
    const visit = (to: string) => findSsoSession(info, { sid: sessionOf(browser), to });
    expect(await visit(other.slug)).toBeNull();
    expect(await visit("admin")).toBeNull();
    expect(await visit(tenant.slug)).toMatchObject({ actor: { userId: user.id } });
  });

  test("control: a session with a password is good for both", async () => {
    const user = await makeUser();
    await addMember(tenant, user, "viewer");
    await addMember(other, user, "viewer");
    const browser = new TestBrowser();
    await samlSignIn(browser, saml, somebody(saml.domain));
    await systemPool().query(
      "update platform.sessions set method = 'password', user_id = $2 where sid_hash = $1",
      [hashToken(sessionOf(browser)), user.id],
    );
    expect((await callOn(tenant.slug, browser, listUsers)).status).toBe(200);
    expect((await callOn(other.slug, browser, listUsers)).status).toBe(200);
  });

  test("it ends with its connection, and with the person's identity there", async () => {
    const browser = new TestBrowser();
    await oidcSignIn(browser, oidc, forger, somebody(oidc.domain));
    expect((await callOn(tenant.slug, browser, getMe)).status).toBe(200);
    await systemPool().query("update platform.sso_connections set status = 'disabled' where id = $1", [
      oidc.id,
    ]);
    expect((await callOn(tenant.slug, browser, getMe)).status).toBe(401);
    await systemPool().query("update platform.sso_connections set status = 'enabled' where id = $1", [
      oidc.id,
    ]);
    expect((await callOn(tenant.slug, browser, getMe)).status).toBe(200);
    await systemPool().query("delete from platform.sso_identities where connection_id = $1", [oidc.id]);
    expect((await callOn(tenant.slug, browser, getMe)).status).toBe(401);
  });

  test("another workspace's provider cannot speak for a member of this one", async () => {
    const theirs = await makeSamlConnection(other, `theirs${count}.acme-people.com`);
    const victim = await makeUser({ email: `victim@${saml.domain}` });
    await addMember(tenant, victim, "tenant_admin");
    const end = await samlSignIn(new TestBrowser(), theirs, somebody(saml.domain, { email: victim.email }));
    expect(reasonOf(end)).toBe("sso_domain_unverified");
    expect(await rows("select 1 from platform.sso_identities where user_id = $1", [victim.id])).toEqual([]);
  });
});

describe("the second factor", () => {
  afterEach(() =>
    systemPool().query("delete from platform.security_policies where tenant_id = $1", [tenant.id]),
  );
  const require = () =>
    systemPool().query(
      "insert into platform.security_policies (tenant_id, version, policy) values ($1, 1, $2)",
      [
        tenant.id,
        JSON.stringify({ mfa: { required: true, grace_days: 0 }, mfa_since: "2020-01-01T00:00:00.000Z" }),
      ],
    );
  const trust = (secondFactor: string) =>
    systemPool().query("update platform.sso_connections set second_factor = $2 where id = $1", [
      oidc.id,
      secondFactor,
    ]);

  test("is asked for by us unless the workspace says that its provider does", async () => {
    await require();
    const person = somebody(oidc.domain);
    const go = (claims: Record<string, unknown> = {}) =>
      oidcSignIn(new TestBrowser(), oidc, forger, person, { claims });
    expect((await go()).pathname).toBe("/sign-in/authenticator");
    await trust("claimed");
    expect((await go()).pathname).toBe("/sign-in/authenticator");
    expect((await go({ amr: ["pwd", "mfa"] })).pathname).toBe("/switch");
    await trust("always");
    expect((await go()).pathname).toBe("/switch");
  });

  test("a provider cannot set one up for an account that has other doors", async () => {
    await require();
    const user = await makeUser({ email: `doors@${oidc.domain}` });
    await addMember(tenant, user, "viewer");
    await setPassword(user.id, "vivid otter paints 73 barns");
    const end = await oidcSignIn(
      new TestBrowser(),
      oidc,
      forger,
      somebody(oidc.domain, { email: user.email }),
    );
    expect(reasonOf(end)).toBe("sso_second_factor_first");
  });

  test("the step keeps the session what it is: single sign-on, good for one workspace", async () => {
    const user = await makeUser({ email: `totp@${oidc.domain}` });
    await addMember(tenant, user, "viewer");
    await systemPool().query(
      "insert into platform.totp_factors (user_id, secret_sealed, confirmed_at) values ($1, $2, now())",
      [user.id, seal(SECRET, `totp_factors|secret|${user.id}`)],
    );
    const browser = new TestBrowser();
    const end = await oidcSignIn(browser, oidc, forger, somebody(oidc.domain, { email: user.email }));
    expect([end.pathname, end.searchParams.get("to")]).toEqual(["/sign-in/code", tenant.slug]);
    expect(sessionOf(browser)).toBe("");
    const code = new TOTP({ secret: SECRET }).generate();
    expect((await browser.call(totpRoute, { body: { code, to: tenant.slug } })).status).toBe(200);
    expect(browser.jar().has("__Host-atrium.session")).toBe(false);
    expect(
      await rows("select method from platform.sessions where sid_hash = $1", [hashToken(sessionOf(browser))]),
    ).toEqual([{ method: `sso:${oidc.id}` }]);
    expect((await callOn(tenant.slug, browser, getMe)).status).toBe(200);
    expect((await callOn(undefined, browser, getMe)).status).toBe(401);
  });
});

test("an address of a proved domain is led to its provider; existing and absent ones look alike", async () => {
  const user = await makeUser({ email: `real@${saml.domain}` });
  const [real, absent] = await Promise.all(
    [user.email, `nobody@${saml.domain}`].map((email) => discoverSignIn(email)),
  );
  const strip = (offer: typeof real) => JSON.stringify(offer).replace(/email=[^"&]*/, "");
  expect(real).toMatchObject({ methods: ["sso", "password"], sso: { name: "Acme login" } });
  expect(strip(real)).toBe(strip(absent));
  expect(await discoverSignIn("somebody@example.test")).toEqual({ methods: ["password"], sso: null });
  expect(await discoverSignIn("guest@example.test", tenant.slug)).toMatchObject({
    sso: { name: "Acme login" },
  });
});
