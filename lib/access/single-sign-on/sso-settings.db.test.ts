import { describe, expect, test } from "vitest";
import { startForger } from "@/dev/identity/forger";
import { updateMember } from "@/lib/access/members/update-member";
import { createRole } from "@/lib/access/roles/custom/create-role";
import { systemPool } from "@/lib/infra/database/pools";
import { newToken } from "@/lib/infra/tokens";
import { makeContext, makeKeyContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { admin, dns, forger, other, ssoScene, tenant } from "@/lib/testing/sso-scene";
import { leaveFor, makeOidcConnection, returnWith } from "@/lib/testing/sso-world";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { mailsTo, TestBrowser } from "@/lib/testing/test-browser";
import { createConnection } from "./connections/create-connection";
import { deleteConnection } from "./connections/delete-connection";
import { getConnection } from "./connections/get-connection";
import { listConnections } from "./connections/list-connections";
import { setConnectionStatus } from "./connections/set-connection-status";
import { updateConnection } from "./connections/update-connection";
import { addSsoDomain } from "./domains/add-sso-domain";
import { checkSsoDomain } from "./domains/check-sso-domain";
import { removeSsoDomain } from "./domains/remove-sso-domain";
import { reverifySsoDomains } from "./domains/reverify-sso-domains";
import { createSetupLink } from "./setup-links/create-setup-link";
import { getTest } from "./tests/get-test";
import { startTest } from "./tests/start-test";

const DAY_MS = 86_400_000;

ssoScene();

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
