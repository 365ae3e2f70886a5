import { TOTP } from "otpauth";
import { afterEach, describe, expect, test } from "vitest";
import { POST as totpRoute } from "@/app/api/auth-flows/sign-in/totp/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { GET as listSessions } from "@/app/api/v1/me/sessions/route";
import { GET as listUsers } from "@/app/api/v1/users/route";
import { findSsoSession } from "@/lib/auth/sso/find-sso-session";
import { systemPool } from "@/lib/infra/database/pools";
import { hashToken } from "@/lib/infra/tokens";
import { giveFactor } from "@/lib/testing/give-factor";
import { addMember, makeUser } from "@/lib/testing/make-tenant";
import { setPolicy } from "@/lib/testing/set-policy";
import {
  callOn,
  count,
  forger,
  oidc,
  other,
  reasonOf,
  rows,
  saml,
  sessionOf,
  ssoSignInScene,
  tenant,
} from "@/lib/testing/sso-scene";
import { makeSamlConnection, oidcSignIn, samlSignIn, somebody } from "@/lib/testing/sso-world";
import { setPassword, TestBrowser } from "@/lib/testing/test-browser";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

ssoSignInScene();

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
    setPolicy(tenant.id, { mfa: { required: true, grace_days: 0 }, mfa_since: "2020-01-01T00:00:00.000Z" });
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
    await giveFactor(user.id, SECRET);
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
