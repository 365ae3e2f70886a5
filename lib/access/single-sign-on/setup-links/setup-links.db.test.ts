import { expect, test } from "vitest";
import { POST as resultRoute } from "@/app/api/auth-flows/sso-setup/test-results/route";
import { POST as viewRoute } from "@/app/api/auth-flows/sso-setup/view/route";
import { updateMember } from "@/lib/access/members/update-member";
import { createRole } from "@/lib/access/roles/custom/create-role";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { newToken } from "@/lib/infra/tokens";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeUser } from "@/lib/testing/make-tenant";
import { admin, dns, forger, other, ssoScene, tenant } from "@/lib/testing/sso-scene";
import { leaveFor, makeOidcConnection, returnWith } from "@/lib/testing/sso-world";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { TestBrowser } from "@/lib/testing/test-browser";
import { createConnection } from "../connections/create-connection";
import { setConnectionStatus } from "../connections/set-connection-status";
import { getTest } from "../tests/get-test";
import { startTest } from "../tests/start-test";
import { addSetupDomain } from "./add-setup-domain";
import { checkSetupDomain } from "./check-setup-domain";
import { createSetupLink } from "./create-setup-link";
import { getSetupLink } from "./get-setup-link";
import { getSetupTest } from "./get-setup-test";
import { revokeSetupLink } from "./revoke-setup-link";
import { saveSetupProvider } from "./save-setup-provider";
import { startSetupTest } from "./start-setup-test";
import { viewSetup } from "./view-setup";

ssoScene();

const visitOf = (host: string) => ({ requestId: "r", ip: "192.0.2.7", userAgent: "it", host });
const visit = () => visitOf(`${tenant.slug}.atrium.localhost:3000`);
const tokenOf = ({ url }: { url: string | null }) => new URL(url ?? "").hash.slice(1);
async function draftWithLink() {
  const made = await createConnection(await admin(), { kind: "oidc", preset: "okta", name: "Okta" });
  return { id: made.id, token: tokenOf(await createSetupLink(await admin(), made.id, {})) };
}

test("somebody without an account enters details, proves a domain and tests; switching on is the admin's", async () => {
  const { id, token } = await draftWithLink();
  const { id: hidden } = await makeOidcConnection(tenant, "hidden.acme-people.com", forger);
  const seen = await viewSetup(visit(), token);
  expect(seen).toMatchObject({ workspace: tenant.slug, connection: { id, status: "draft", oidc: null } });
  expect(JSON.stringify(seen)).not.toMatch(new RegExp(`${hidden}|group_roles|default_role|people|hidden`));
  const saved = await saveSetupProvider(visit(), {
    token,
    oidc: { issuer: forger.issuer, client_id: "atrium", client_secret: "told to nobody again" },
  });
  expect(saved).toMatchObject({ oidc: { issuer: forger.issuer, has_client_secret: true } });
  expect(JSON.stringify(await viewSetup(visit(), token))).not.toContain("told to nobody again");
  const domain = await addSetupDomain(visit(), { token, domain: "setup.acme-people.com" });
  dns.records.set(domain.record.name, [domain.record.value]);
  expect(await checkSetupDomain(visit(), { token, domain_id: domain.id })).toMatchObject({
    status: "verified",
  });

  const round = await startSetupTest(visit(), token);
  const browser = new TestBrowser();
  const away = await leaveFor(browser, { test: new URL(round.url ?? "").searchParams.get("test") ?? "" });
  const code = newToken();
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: forger.issuer, aud: "atrium", sub: "it", iat: now, exp: now + 300 };
  forger.give(code, forger.sign({ ...claims, nonce: away.searchParams.get("nonce") }));
  await returnWith(browser, id, { code, state: away.searchParams.get("state") ?? "" });
  const question = { slug: tenant.slug, body: { token, test_id: round.id } };
  const answer = await new TestBrowser().call(resultRoute, question);
  expect(await answer.json()).toMatchObject({ status: "succeeded", claims: { subject: "it" } });
  // Whoever began a test sees its claims, nobody else.
  const own = await startTest(await admin(), id);
  await expect(getSetupTest(visit(), { token, test_id: own.id })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(getTest(await admin(), { connectionId: id, testId: round.id })).rejects.toMatchObject({
    code: "not_found",
  });
  expect((await getSetupLink(await admin(), id)).link).toMatchObject({
    url: null,
    last_used_at: expect.any(String),
  });
  expect(await setConnectionStatus(await admin(), id, { status: "enabled" })).toMatchObject({
    status: "enabled",
  });
  await expect(viewSetup(visit(), token)).rejects.toMatchObject({ code: "not_found" });
  await expect(createSetupLink(await admin(), id, {})).rejects.toMatchObject({
    details: { reason: "sso_setup_done" },
  });
  const { rows } = await systemPool().query(
    "select distinct actor_type, actor_label from shared.domain_events where tenant_id = $1 and action = 'sso.domain_verified'",
    [tenant.id],
  );
  expect(rows).toEqual([{ actor_type: "system", actor_label: `Setup link of ${tenant.owner.name}` }]);
  expect(await tenantActions(tenant.id)).toEqual(
    expect.arrayContaining(["sso.setup_link_created", "sso.setup_link_opened"]),
  );
  await systemPool().query("delete from platform.sso_connections where tenant_id = $1", [tenant.id]);
});

test("a link that is wrong, ended, elsewhere or its maker's no longer answers like no link", async () => {
  const { id, token } = await draftWithLink();
  const refused = { code: "not_found" };
  const attempt = (host: string, given = token) =>
    expect(viewSetup(visitOf(host), given)).rejects.toMatchObject(refused);
  await attempt(visit().host, newToken());
  await attempt(`${other.slug}.atrium.localhost:3000`);
  await attempt("atrium.localhost:3000");
  await attempt("admin.atrium.localhost:3000");
  const answers = [];
  for (const given of [token, newToken()]) {
    const answer = await new TestBrowser().call(viewRoute, { slug: other.slug, body: { token: given } });
    const { request_id: _id, ...problem } = (await answer.json()) as Record<string, unknown>;
    answers.push({ status: answer.status, ...problem });
  }
  expect(answers[0]).toEqual(answers[1]);

  // Another one ends it; of several at once one works.
  const more = await Promise.all([1, 2, 3].map(async () => createSetupLink(await admin(), id, { hours: 1 })));
  await attempt(visit().host);
  const works = await Promise.allSettled(more.map((link) => viewSetup(visit(), tokenOf(link))));
  expect(works.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await revokeSetupLink(await admin(), id);
  for (const link of more) await attempt(visit().host, tokenOf(link));

  const maker = await makeUser();
  await addMember(tenant, maker, "tenant_admin");
  const theirs = tokenOf(await createSetupLink(await makeContext(tenant, maker), id, {}));
  expect(await viewSetup(visit(), theirs)).toBeTruthy();
  await updateMember(await admin(), maker.id, { role: "viewer" });
  await attempt(visit().host, theirs);
  // Whoever may prepare may not change, through a link, what was ever on.
  const role = await createRole(await admin(), { name: "IT", permissions: ["sso:read", "sso:manage"] });
  await updateMember(await admin(), maker.id, { role: role.key });
  expect(await viewSetup(visit(), theirs)).toBeTruthy();
  const everOn = (at: string) =>
    systemPool().query(`update platform.sso_connections set enabled_at = ${at} where id = $1`, [id]);
  await everOn("now()");
  await attempt(visit().host, theirs);
  await everOn("null");
  await updateMember(await admin(), maker.id, { role: "tenant_admin" });
  await systemPool().query(
    "update platform.sso_setup_links set expires_at = now() where connection_id = $1",
    [id],
  );
  await attempt(visit().host, theirs);
});

test("is made by whoever may, lately proved, for a connection of their own workspace", async () => {
  const { id } = await draftWithLink();
  const viewer = await makeUser();
  await addMember(tenant, viewer, "viewer");
  await expect(createSetupLink(await makeContext(tenant, viewer), id, {})).rejects.toMatchObject({
    code: "permission_denied",
  });
  const actor = { ...makeUserContext(tenant.owner).actor, authAt: new Date(Date.now() - 3_600_000) };
  await expect(createSetupLink(await makeContext(tenant, tenant.owner, actor), id, {})).rejects.toMatchObject(
    { code: "step_up_required" },
  );
  const [stranger, ours] = [await admin(other), await admin()];
  const attempts = await Promise.allSettled([
    createSetupLink(stranger, id, {}),
    getSetupLink(stranger, id),
    revokeSetupLink(stranger, id),
    createSetupLink(ours, newId(), {}),
  ]);
  for (const attempt of attempts) {
    expect(attempt).toMatchObject({ status: "rejected", reason: { code: "not_found" } });
  }
});
