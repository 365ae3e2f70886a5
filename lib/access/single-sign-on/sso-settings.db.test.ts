import { verify, X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OidcForger, startForger } from "@/dev/identity/forger";
import { startSamlProvider } from "@/dev/identity/saml";
import { updateMember } from "@/lib/access/members/update-member";
import { getSecurityPolicy } from "@/lib/access/policies/get-security-policy";
import { resolveRequest } from "@/lib/access/resolve-request";
import { createRole } from "@/lib/access/roles/custom/create-role";
import { sealSession } from "@/lib/auth/session-cookie";
import { makeCertificate } from "@/lib/auth/sso/keys/make-certificate";
import { spMetadata } from "@/lib/auth/sso/saml/sp-metadata";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { env } from "@/lib/infra/env";
import { hashToken, newToken } from "@/lib/infra/tokens";
import { startDns, type TestDns } from "@/lib/testing/dns-server";
import { makeContext, makeKeyContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import {
  leaveFor,
  makeOidcConnection,
  makeSamlConnection,
  oidcSignIn,
  returnWith,
  somebody,
} from "@/lib/testing/sso-world";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { mailsTo, setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { createConnection } from "./connections/create-connection";
import { deleteConnection } from "./connections/delete-connection";
import { getConnection } from "./connections/get-connection";
import { listConnections } from "./connections/list-connections";
import { setConnectionStatus } from "./connections/set-connection-status";
import { updateConnection } from "./connections/update-connection";
import { warnOfCertificates } from "./connections/warn-of-certificates";
import { addSsoDomain } from "./domains/add-sso-domain";
import { checkSsoDomain } from "./domains/check-sso-domain";
import { removeSsoDomain } from "./domains/remove-sso-domain";
import { reverifySsoDomains } from "./domains/reverify-sso-domains";
import { noteBreakGlass } from "./enforcement/note-break-glass";
import { setEnforcement } from "./enforcement/set-enforcement";
import { renewSsoKey } from "./keys/renew-sso-key";
import { switchSsoKey } from "./keys/switch-sso-key";
import { createSetupLink } from "./setup-links/create-setup-link";
import { getTest } from "./tests/get-test";
import { startTest } from "./tests/start-test";

const DAY_MS = 86_400_000;
let dns: TestDns;
let forger: OidcForger;
let tenant: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  [dns, forger] = await Promise.all([startDns(), startForger()]);
  env().DNS_SERVERS.push(dns.address);
  tenant = await makeTenant({ planKey: "enterprise" });
  other = await makeTenant({ planKey: "enterprise" });
});
afterAll(async () => {
  env().DNS_SERVERS.length = 0;
  await Promise.all([dns.close(), forger.stop()]);
});

const admin = (of: TestTenant = tenant) => makeContext(of, of.owner);
const oidcInput = () => ({
  oidc: { issuer: forger.issuer, client_id: "atrium", client_secret: "a secret of the client" },
});
async function draft(of: TestTenant = tenant) {
  const made = await createConnection(await admin(of), { kind: "oidc", preset: "okta", name: "Okta" });
  return updateConnection(await admin(of), made.id, oidcInput());
}

describe("a connection", () => {
  test("is a draft, shows our side, keeps its secret sealed, and is nobody else's", async () => {
    const made = await draft();
    expect(made).toMatchObject({ status: "draft", oidc: { has_client_secret: true } });
    expect(made.ours.redirect_uri).toBe(
      `http://atrium.localhost:3000/api/auth-flows/sso/${made.id}/callback`,
    );
    const { rows } = await systemPool().query(
      "select secret_sealed from platform.sso_connections where id = $1",
      [made.id],
    );
    expect(JSON.stringify(rows)).not.toContain("a secret of the client");
    expect(JSON.stringify(await listConnections(await admin()))).not.toContain("a secret of the client");
    const stranger = await admin(other);
    const attempts = await Promise.allSettled([
      getConnection(stranger, made.id),
      updateConnection(stranger, made.id, { name: "x" }),
      deleteConnection(stranger, made.id),
      addSsoDomain(stranger, made.id, { domain: "stranger.com" }),
      startTest(stranger, made.id),
      setConnectionStatus(stranger, made.id, { status: "enabled" }),
    ]);
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({ status: "rejected", reason: { code: "not_found" } });
    }
    await deleteConnection(await admin(), made.id);
    expect(await tenantActions(tenant.id)).toEqual(
      expect.arrayContaining(["sso.connection_created", "sso.connection_updated", "sso.connection_deleted"]),
    );
  });

  test("needs the permission, a person, the plan, and lately proved identity for what is grave", async () => {
    const made = await draft();
    const viewer = await makeUser();
    await addMember(tenant, viewer, "viewer");
    await expect(listConnections(await makeContext(tenant, viewer))).rejects.toMatchObject({
      code: "permission_denied",
    });
    const key = await makeKeyContext(tenant, tenant.owner, ["sso:manage"]);
    await expect(createConnection(key, { kind: "oidc", name: "x" })).rejects.toMatchObject({
      details: { reason: "keys_not_allowed" },
    });
    const free = await makeTenant({ planKey: "free" });
    await expect(createConnection(await admin(free), { kind: "oidc", name: "x" })).rejects.toMatchObject({
      code: "feature_unavailable",
    });
    const preparer = await makeUser();
    await addMember(tenant, preparer, "developer");
    const role = await createRole(await admin(), {
      name: "Sign-in",
      permissions: ["sso:read", "sso:manage"],
    });
    await updateMember(await admin(), preparer.id, { role: role.key });
    const ctx = await makeContext(tenant, preparer);
    const needsRank = { details: { reason: "admin_rank_needed" } };
    const prepared = await addSsoDomain(ctx, made.id, { domain: "prepared.acme-people.com" });
    await expect(updateConnection(ctx, made.id, { default_role: "viewer" })).rejects.toMatchObject({
      details: { reason: "grants_more_than_held" },
    });
    await expect(setConnectionStatus(ctx, made.id, { status: "enabled" })).rejects.toMatchObject(needsRank);
    // What was ever on stays an admin's, also when it is off again.
    for (const status of ["enabled", "disabled"]) {
      await systemPool().query(
        "update platform.sso_connections set status = $2, enabled_at = now() where id = $1",
        [made.id, status],
      );
      const attempts = await Promise.allSettled([
        updateConnection(ctx, made.id, oidcInput()),
        addSsoDomain(ctx, made.id, { domain: "more.acme-people.com" }),
        checkSsoDomain(ctx, { connectionId: made.id, domainId: prepared.id }),
        removeSsoDomain(ctx, { connectionId: made.id, domainId: prepared.id }),
        createSetupLink(ctx, made.id, {}),
        deleteConnection(ctx, made.id),
      ]);
      for (const attempt of attempts) {
        expect(attempt, status).toMatchObject({ status: "rejected", reason: needsRank });
      }
    }
    const actor = { ...makeUserContext(tenant.owner).actor, authAt: new Date(Date.now() - 3_600_000) };
    const stale = await makeContext(tenant, tenant.owner, actor);
    await expect(deleteConnection(stale, made.id)).rejects.toMatchObject({ code: "step_up_required" });
    await deleteConnection(await admin(), made.id);
  });

  test("refuses a provider that is none, another protocol, a kept secret for another issuer, roles above the editor", async () => {
    const made = await draft();
    const change = async (input: Parameters<typeof updateConnection>[2]) =>
      updateConnection(await admin(), made.id, input);
    const code = (field: string) => ({ details: { errors: [{ code: field }] } });
    await expect(
      change({ oidc: { issuer: "http://127.0.0.1:9", client_id: "x", client_secret: "y" } }),
    ).rejects.toMatchObject(code("issuer_unreachable"));
    await expect(
      change({ oidc: { issuer: "http://10.0.0.1", client_id: "x", client_secret: "y" } }),
    ).rejects.toMatchObject(code("issuer_unreachable"));
    await expect(change({ saml: { metadata_xml: "<x/>" } })).rejects.toMatchObject(code("kind_fixed"));
    const elsewhere = await startForger();
    await expect(change({ oidc: { issuer: elsewhere.issuer, client_id: "atrium" } })).rejects.toMatchObject(
      code("client_secret_required"),
    );
    await elsewhere.stop();
    await expect(change({ default_role: "no_such_role" })).rejects.toMatchObject(code("unknown_role"));
    await deleteConnection(await admin(), made.id);
  });

  test("forgets whom its provider knew when another one takes its place", async () => {
    const second = await startForger();
    const { id } = await makeOidcConnection(tenant, "changed.acme-people.com", forger);
    await systemPool().query(
      "insert into platform.sso_identities (tenant_id, connection_id, subject, user_id) values ($1, $2, 'it', $3)",
      [tenant.id, id, tenant.owner.id],
    );
    const people = async (issuer: string) => {
      const oidc = { ...oidcInput().oidc, issuer };
      return (await updateConnection(await admin(), id, { oidc })).people;
    };
    expect([await people(forger.issuer), await people(second.issuer)]).toEqual([1, 0]);
    await systemPool().query("delete from platform.sso_connections where id = $1", [id]);
    await second.stop();
  });

  test("counts as tested only with the settings that were tested", async () => {
    const { id } = await draft();
    const test = async (meanwhile: () => Promise<unknown>) => {
      const round = await startTest(await admin(), id);
      const browser = new TestBrowser();
      const away = await leaveFor(browser, { test: new URL(round.url ?? "").searchParams.get("test") ?? "" });
      await meanwhile();
      const code = newToken();
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: forger.issuer, aud: "atrium", sub: "it", iat: now, exp: now + 300 };
      forger.give(code, forger.sign({ ...claims, nonce: away.searchParams.get("nonce") }));
      await returnWith(browser, id, { code, state: away.searchParams.get("state") ?? "" });
      const { status, detail } = await getTest(await admin(), { connectionId: id, testId: round.id });
      return { status, detail, connection: (await getConnection(await admin(), id)).status };
    };
    const changed = await test(async () => updateConnection(await admin(), id, oidcInput()));
    expect(changed).toMatchObject({ status: "failed", connection: "draft" });
    expect(changed.detail).toContain("settings were changed");
    expect(await test(async () => {})).toMatchObject({ status: "succeeded", connection: "tested" });
    await systemPool().query("delete from platform.sso_connections where id = $1", [id]);
  });

  test("reads SAML metadata by address and as text, and refuses what is none", async () => {
    const idp = await startSamlProvider({ pair: await makeCertificate({ days: 20 }) });
    const made = await createConnection(await admin(), { kind: "saml", preset: "entra", name: "Entra" });
    const change = async (saml: object) => updateConnection(await admin(), made.id, { saml });
    const read = await change({ metadata_url: idp.entityId });
    expect(read.saml).toMatchObject({ entity_id: idp.entityId, certificates: [{}] });
    expect(Date.parse(read.certificate_expires_at ?? "")).toBeGreaterThan(Date.now() + 19 * DAY_MS);
    expect((await change({ metadata_xml: idp.metadata })).saml).toEqual(read.saml);
    const evil = `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${idp.metadata}`;
    for (const metadata_xml of [
      "<x/>",
      "nonsense",
      evil,
      idp.metadata.replace(/<X509Certificate>.{40}/, "<X509Certificate>AAAA"),
    ]) {
      await expect(change({ metadata_xml })).rejects.toMatchObject({ code: "validation_failed" });
    }
    const weak = await makeCertificate({ bits: 1024 });
    await expect(change({ certificates: [weak.certificate] })).rejects.toMatchObject({
      code: "validation_failed",
    });
    await deleteConnection(await admin(), made.id);
    await idp.stop();
  });

  test("signs requests where asked, with a key that is published before it is used", async () => {
    const idp = await startSamlProvider();
    const made = await createConnection(await admin(), {
      kind: "saml",
      preset: "keycloak",
      name: "Keycloak",
    });
    const plain = { metadata_url: idp.entityId };
    expect((await updateConnection(await admin(), made.id, { saml: plain })).saml?.sign_requests).toBe(false);
    await systemPool().query("update platform.sso_connections set status = 'enabled' where id = $1", [
      made.id,
    ]);
    const leave = async () => leaveFor(new TestBrowser(), { connection: made.id });
    expect((await leave()).searchParams.has("Signature")).toBe(false);
    await updateConnection(await admin(), made.id, { saml: { sign_requests: true } });
    const certificates = async (use: string) =>
      [
        ...(await spMetadata(made.id)).matchAll(new RegExp(`use="${use}".*?X509Certificate>([^<]+)<`, "g")),
      ].map(([, certificate]) => certificate ?? "");
    const signer = async () => {
      const { search, searchParams } = await leave();
      const signed = /SAMLRequest=.*(?=&Signature=)/.exec(search)?.[0] ?? "";
      const signature = Buffer.from(searchParams.get("Signature") ?? "", "base64");
      return (await certificates("signing")).findIndex((certificate) =>
        verify(
          "sha256",
          Buffer.from(signed),
          new X509Certificate(Buffer.from(certificate, "base64")).publicKey,
          signature,
        ),
      );
    };
    expect(await signer()).toBe(0);
    const { data } = await renewSsoKey(await admin());
    expect(data.map(({ status }) => status)).toEqual(["current", "next"]);
    const [before, next] = await certificates("signing");
    expect([await signer(), await certificates("encryption")]).toEqual([0, [before]]);
    const id = data[1]?.id ?? "";
    await expect(switchSsoKey(await admin(other), { id })).rejects.toMatchObject({ code: "not_found" });
    const after = await switchSsoKey(await admin(), { id });
    expect(after.data.map(({ status }) => status)).toEqual(["current", "previous"]);
    expect(await certificates("signing")).toEqual([next]);
    expect(await signer()).toBe(0);
    const { rows } = await systemPool().query(
      "select private_sealed from platform.sso_keys where tenant_id = $1",
      [tenant.id],
    );
    expect(JSON.stringify(rows)).not.toContain("PRIVATE KEY");
    await systemPool().query("delete from platform.sso_connections where id = $1", [made.id]);
    await idp.stop();
  });

  test("is switched on after a test and a proved domain; five at most", async () => {
    const made = await draft();
    const on = async () => setConnectionStatus(await admin(), made.id, { status: "enabled" });
    await expect(on()).rejects.toMatchObject({ details: { reason: "sso_not_tested" } });
    await systemPool().query("update platform.sso_connections set tested_at = now() where id = $1", [
      made.id,
    ]);
    await expect(on()).rejects.toMatchObject({ details: { reason: "sso_no_domain" } });
    const domain = await addSsoDomain(await admin(), made.id, { domain: "@Switch.Acme-People.com" });
    dns.records.set(domain.record.name, [domain.record.value]);
    await checkSsoDomain(await admin(), { connectionId: made.id, domainId: domain.id });
    expect(await on()).toMatchObject({ status: "enabled" });
    await expect(deleteConnection(await admin(), made.id)).rejects.toMatchObject({
      details: { reason: "sso_enabled" },
    });
    await setConnectionStatus(await admin(), made.id, { status: "disabled" });
    const more = await Promise.all(
      Array.from({ length: 6 }, async () =>
        createConnection(await admin(), { kind: "oidc", name: "more" }).catch(
          (error: { code: string }) => error.code,
        ),
      ),
    );
    expect(more.filter((one) => one === "limit_reached")).toHaveLength(2);
    await systemPool().query("delete from platform.sso_connections where tenant_id = $1", [tenant.id]);
  });
});

describe("a mail domain", () => {
  test("is proved by its record, by whoever proves it first, and never a public one", async () => {
    const [mine, theirs] = [await draft(), await draft(other)];
    for (const domain of ["gmail.com", "mail.outlook.com", "acme.local", "xn--cme-6cd.com", "co.uk"]) {
      await expect(addSsoDomain(await admin(), mine.id, { domain })).rejects.toMatchObject({
        code: "validation_failed",
      });
    }
    const squatted = await addSsoDomain(await admin(other), theirs.id, { domain: "first.acme-people.com" });
    const claimed = await addSsoDomain(await admin(), mine.id, { domain: "first.acme-people.com" });
    const check = async (of: TestTenant, connectionId: string, domainId: string) =>
      checkSsoDomain(await admin(of), { connectionId, domainId });
    expect((await check(tenant, mine.id, claimed.id)).last_result).toBe("record_missing");
    dns.records.set(claimed.record.name, [squatted.record.value, claimed.record.value]);
    expect(await check(tenant, mine.id, claimed.id)).toMatchObject({ status: "verified" });
    expect(await check(other, theirs.id, squatted.id)).toMatchObject({
      status: "pending",
      last_result: "taken",
    });
    dns.records.delete(claimed.record.name);
    await reverifySsoDomains(new Date(Date.now() + DAY_MS));
    expect((await mailsTo(tenant.owner.email)).map(({ template }) => template)).toContain(
      "sso_domain_failing",
    );
    await reverifySsoDomains(new Date(Date.now() + 5 * DAY_MS));
    expect((await getConnection(await admin(), mine.id)).domains).toMatchObject([{ status: "pending" }]);
    await removeSsoDomain(await admin(), { connectionId: mine.id, domainId: claimed.id });
    await systemPool().query("delete from platform.sso_connections where tenant_id = any($1)", [
      [tenant.id, other.id],
    ]);
  });
});

describe("required single sign-on", () => {
  test("needs an admin who came through it and a fit break-glass owner, who alone gets in without; and it is told", async () => {
    const connection = await makeOidcConnection(tenant, "required.acme-people.com", forger, {
      groupRoles: [{ group: "admins", role: "tenant_admin" }],
    });
    const set = async (input: Parameters<typeof setEnforcement>[1]) => setEnforcement(await admin(), input);
    await expect(set({ required: true })).rejects.toMatchObject({ details: { reason: "sso_admin_first" } });
    await oidcSignIn(
      new TestBrowser(),
      connection,
      forger,
      somebody(connection.domain, { groups: ["admins"] }),
    );
    const code = (field: string) => ({ details: { errors: [{ code: field }] } });
    await expect(set({ required: true })).rejects.toMatchObject(code("break_glass_required"));
    const owner = tenant.owner.id;
    await setPassword(owner, "vivid otter paints 73 barns");
    await expect(set({ required: true, break_glass_user_id: owner })).rejects.toMatchObject(
      code("break_glass_unfit"),
    );
    await systemPool().query(
      "insert into platform.totp_factors (user_id, secret_sealed, confirmed_at) values ($1, 'x', now())",
      [owner],
    );
    expect(await set({ required: true, break_glass_user_id: owner })).toMatchObject({ required: true });
    const colleague = await makeUser();
    await addMember(tenant, colleague, "tenant_admin");
    expect(await visit(owner, { mfa: true })).toBe("tenant");
    expect(await visit(owner, { mfa: false })).toBe("mfa_required");
    expect(await visit(colleague.id, { mfa: true })).toBe("sso_required");
    const actor = { ...makeUserContext(tenant.owner), requestId: "r" };
    await noteBreakGlass(actor, tenant.slug);
    await noteBreakGlass({ ...makeUserContext(colleague) }, tenant.slug);
    expect(
      (await tenantActions(tenant.id)).filter((action) => action === "sso.break_glass_used"),
    ).toHaveLength(1);
    expect((await mailsTo(colleague.email)).map(({ template }) => template)).toContain("break_glass_used");
    await expect(
      setConnectionStatus(await admin(), connection.id, { status: "disabled" }),
    ).rejects.toMatchObject({
      details: { reason: "sso_is_required" },
    });
    expect(await set({ required: false })).toMatchObject({ required: false });
    // The policy's page asks the same: whoever was fit once has to be fit still, and the plan to have it.
    const offered = async () => (await getSecurityPolicy(await admin())).has_sso_connection;
    expect(await offered()).toBe(true);
    await systemPool().query("delete from platform.totp_factors where user_id = $1", [owner]);
    expect(await offered()).toBe(false);
  });

  /** What the workspace's host says to a session with a password. */
  async function visit(userId: string, { mfa }: { mfa: boolean }): Promise<string> {
    const sid = newToken();
    await systemPool().query(
      `insert into platform.sessions (id, sid_hash, user_id, method, mfa_at, idle_expires_at, absolute_expires_at)
       values ($1, $2, $3, 'password', $4, now() + interval '1 hour', now() + interval '1 day')`,
      [newId(), hashToken(sid), userId, mfa ? new Date() : null],
    );
    const host = `${tenant.slug}.atrium.localhost:3000`;
    const cookie = (await sealSession(sid, host)).split(";")[0] ?? "";
    const found = await resolveRequest({ host, cookie, requestId: "r", ip: null, userAgent: null });
    return found.kind === "refused" ? found.denial.reason : found.kind;
  }
});

test("admins are told once of a certificate at 30, 7 and 1 days", async () => {
  const connection = await makeSamlConnection(other, "certificate.acme-people.com");
  const mails = async () =>
    (await mailsTo(other.owner.email)).filter(({ template }) => template === "sso_certificate_expiring")
      .length;
  const seen: number[] = [];
  for (const days of [40, 29, 28, 7, 6, 1]) {
    await systemPool().query(
      "update platform.sso_connections set certificate_expires_at = $2 where id = $1",
      [connection.id, new Date(Date.now() + days * DAY_MS - 60_000)],
    );
    await warnOfCertificates();
    seen.push(await mails());
  }
  expect(seen).toEqual([0, 1, 1, 2, 2, 3]);
});
