import { describe, expect, test } from "vitest";
import { GET as getMe } from "@/app/api/v1/me/route";
import { GET as getSignInAgain } from "@/app/api/v1/me/step-up/route";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { setMemberRoles } from "@/lib/access/members/set-member-roles";
import { DEVICE_COOKIE } from "@/lib/auth/devices/device-cookie";
import { takeSignIn } from "@/lib/auth/lock-out/take-sign-in";
import { discoverSignIn } from "@/lib/auth/sign-in/discover-sign-in";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeUser } from "@/lib/testing/make-tenant";
import {
  callOn,
  count,
  forger,
  memberRow,
  oidc,
  reasonOf,
  rows,
  saml,
  ssoSignInScene,
  tenant,
  userOf,
} from "@/lib/testing/sso-scene";
import { leaveFor, makeOidcConnection, oidcSignIn, samlSignIn, somebody } from "@/lib/testing/sso-world";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { mailsTo, TestBrowser } from "@/lib/testing/test-browser";

ssoSignInScene();

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
