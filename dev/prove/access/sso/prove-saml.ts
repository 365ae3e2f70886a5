import { SAML, ValidateInResponseTo } from "@node-saml/node-saml";
import type { IdentityPerson } from "@/dev/identity/people";
import { makeResponse } from "@/dev/identity/saml";
import { acsUrl, entityId } from "@/lib/auth/sso/addresses";
import { makeCertificate } from "@/lib/auth/sso/keys/make-certificate";
import { systemPool } from "@/lib/infra/database/pools";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import {
  leaveFor,
  makeSamlConnection,
  postResponse,
  type ResponseChange,
  requestIdOf,
  type SamlConnection,
  samlSignIn,
  somebody,
} from "@/lib/testing/sso-world";
import { TestBrowser } from "@/lib/testing/test-browser";
import { type AccessReport, judge } from "../report";
import { FORGERIES, type Swap } from "./forge-saml";

const SESSION = "__Host-atrium.sso-session";

/** Whether a browser came out of it signed in. */
export const isIn = (browser: TestBrowser, end: URL) =>
  end.pathname === "/switch" || browser.jar().has(SESSION);

type World = {
  tenant: TestTenant;
  other: TestTenant;
  connection: SamlConnection;
  foreign: SamlConnection;
  attacker: IdentityPerson;
  victim: IdentityPerson;
};

/** A tenant with a provider, a member known to it, somebody who wants to be that member, and another tenant. */
async function makeWorld(signedPart: string, suffix: string): Promise<World> {
  const [tenant, other] = await Promise.all([
    makeTenant({ planKey: "enterprise" }),
    makeTenant({ planKey: "enterprise" }),
  ]);
  const domain = `${suffix}.prove-people.com`;
  const connection = await makeSamlConnection(tenant, domain, { signedPart });
  const foreign = await makeSamlConnection(other, `other-${domain}`, { pair: await makeCertificate() });
  const [attacker, victim] = [somebody(domain), somebody(domain)];
  await signIn(connection, attacker, signedPart);
  await signIn(connection, victim, signedPart);
  return { tenant, other, connection, foreign, attacker, victim };
}

const parts = (signedPart: string) => ({
  signResponse: signedPart !== "assertion",
  signAssertion: signedPart !== "response",
});

async function signIn(connection: SamlConnection, person: IdentityPerson, signedPart: string): Promise<void> {
  const browser = new TestBrowser();
  const end = await samlSignIn(browser, connection, person, parts(signedPart));
  if (!isIn(browser, end)) throw new Error(`an honest sign-in failed: ${end}`);
}

/** Every forgery, in each of the ways that a provider may sign. */
export async function proveSaml(report: AccessReport, modes: readonly string[]): Promise<void> {
  for (const [index, mode] of modes.entries()) {
    const world = await makeWorld(mode, `saml${index}`);
    const { connection, attacker, victim } = world;
    const swap: Swap = { from: attacker, to: victim };
    for (const [name, forge] of Object.entries(FORGERIES)) {
      let applies = true;
      const edit = (xml: string) => {
        const forged = forge(xml, swap);
        applies = forged !== null && forged !== xml;
        return forged ?? xml;
      };
      const browser = new TestBrowser();
      const end = await samlSignIn(browser, connection, attacker, { ...parts(mode), edit });
      if (applies) judge(report, "forged_accepted", !isIn(browser, end), `${name} (${mode} signed)`);
    }
    await proveFacts(report, world, mode);
  }
}

/** Signed by the right key or a wrong one, but about other facts than ours. */
async function proveFacts(report: AccessReport, world: World, mode: string): Promise<void> {
  const { connection, foreign, victim } = world;
  const changes: Record<string, ResponseChange> = {
    "another audience": { audience: entityId(foreign.id) },
    "another issuer": { issuer: "urn:somebody-else" },
    "another recipient": { recipient: acsUrl(foreign.id), destination: acsUrl(connection.id) },
    "another request": { inResponseTo: "_another" },
    "another key": { pair: foreign.pair },
    "expired before it came": { lifetimeInSeconds: -120 },
    "SHA-1 signature": { signatureAlgorithm: "rsa-sha1" },
    "SHA-1 digest": { digestAlgorithm: "sha1" },
  };
  for (const [name, change] of Object.entries(changes)) {
    const browser = new TestBrowser();
    const end = await samlSignIn(browser, connection, victim, { ...parts(mode), ...change });
    judge(report, "forged_accepted", !isIn(browser, end), `${name} (${mode} signed)`);
  }
}

/** Answers that were good once, elsewhere, or in another browser. */
export async function proveSamlReplays(report: AccessReport): Promise<void> {
  const world = await makeWorld("assertion", "replay");
  const { connection, foreign, victim } = world;
  const away = async (browser: TestBrowser, of = connection) => {
    const url = await leaveFor(browser, { connection: of.id });
    return { state: url.searchParams.get("RelayState") ?? "", requestId: requestIdOf(url) };
  };
  const respond = (requestId: string) =>
    makeResponse(victim, {
      pair: connection.pair,
      issuer: connection.issuer,
      audience: entityId(connection.id),
      recipient: acsUrl(connection.id),
      inResponseTo: requestId,
    });
  const post = async (browser: TestBrowser, xml: string, state: string, at = connection.id) =>
    isIn(browser, await postResponse(browser, at, xml, state));

  const honest = new TestBrowser();
  const first = await away(honest);
  const xml = await respond(first.requestId);
  if (!(await post(honest, xml, first.state))) throw new Error("an honest answer was refused");
  const again = new TestBrowser();
  judge(report, "replays_accepted", !(await post(again, xml, first.state)), "an answer twice");
  const other = new TestBrowser();
  const second = await away(other);
  judge(report, "replays_accepted", !(await post(other, xml, second.state)), "an answer in another flow");
  const renamed = await away(new TestBrowser());
  const edited = xml.replace(/ InResponseTo="[^"]*"/g, ` InResponseTo="${renamed.requestId}"`);
  judge(
    report,
    "replays_accepted",
    !(await post(new TestBrowser(), edited, renamed.state)),
    "a renamed request",
  );
  const stolen = await away(new TestBrowser());
  const thief = new TestBrowser();
  const theirs = await respond(stolen.requestId);
  judge(
    report,
    "forged_accepted",
    !(await post(thief, theirs, stolen.state)),
    "an answer to another browser",
  );
  const swap = await away(new TestBrowser());
  const swapped = await respond(swap.requestId);
  judge(
    report,
    "forged_accepted",
    !(await post(new TestBrowser(), swapped, swap.state, foreign.id)),
    "an answer at another connection's address",
  );
  judge(report, "forged_accepted", !(await post(new TestBrowser(), xml, "")), "an answer nobody asked for");
  const late = new TestBrowser();
  const third = await away(late);
  const good = await respond(third.requestId);
  await systemPool().query("update platform.sso_connections set status = 'disabled' where id = $1", [
    connection.id,
  ]);
  judge(
    report,
    "forged_accepted",
    !(await post(late, good, third.state)),
    "a connection that was switched off",
  );
  await systemPool().query("update platform.sso_connections set status = 'enabled' where id = $1", [
    connection.id,
  ]);
  const parallel = new TestBrowser();
  const fourth = await away(parallel);
  const once = await respond(fourth.requestId);
  const results = await Promise.all(
    Array.from({ length: 20 }, () => postResponse(parallel, connection.id, once, fourth.state)),
  );
  const won = results.filter((end) => end.pathname === "/switch").length;
  judge(report, "replays_accepted", won === 1, `20 at once, ${won} accepted`);
}

/** A provider of one workspace that speaks for members of another. */
export async function proveTenants(report: AccessReport): Promise<void> {
  const world = await makeWorld("assertion", "tenants");
  const { connection, foreign, tenant, other } = world;
  const member = await makeUser({ email: `member@${connection.domain}` });
  await addMember(tenant, member, "tenant_admin");
  const both = await makeUser({ email: `both@${connection.domain}` });
  await addMember(tenant, both, "viewer");
  await addMember(other, both, "viewer");
  for (const email of [member.email, both.email, world.victim.email, tenant.owner.email]) {
    const browser = new TestBrowser();
    const end = await samlSignIn(browser, foreign, { ...somebody("x.com"), email });
    judge(report, "escalations", !isIn(browser, end), `the provider of another workspace about ${email}`);
  }
  const browser = new TestBrowser();
  const end = await samlSignIn(browser, foreign, { ...world.victim, email: `new@${foreign.domain}` });
  const { rows } = await systemPool().query<{ user_id: string }>(
    "select user_id from platform.sso_identities where subject = $1",
    [world.victim.id],
  );
  const people = new Set(rows.map((row) => row.user_id));
  judge(
    report,
    "escalations",
    isIn(browser, end) && people.size === 2,
    "one subject at two providers is two people",
  );
}

/** node-saml by itself, as it is often used, and a reader of the first name id: both must be fooled. */
export async function samlControls(report: AccessReport): Promise<void> {
  const { connection, foreign, attacker, victim } = await makeWorld("assertion", "controls");
  const bare = new SAML({
    issuer: entityId(connection.id),
    audience: entityId(connection.id),
    callbackUrl: acsUrl(connection.id),
    idpCert: connection.pair.certificate,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    validateInResponseTo: ValidateInResponseTo.never,
  });
  const accepts = async (change: ResponseChange) => {
    const { edit: _edit, ...options } = change;
    const xml = await makeResponse(victim, {
      pair: connection.pair,
      issuer: connection.issuer,
      audience: entityId(connection.id),
      recipient: acsUrl(connection.id),
      inResponseTo: "_any",
      ...options,
    });
    const body = { SAMLResponse: Buffer.from(xml).toString("base64") };
    const answer = await bare.validatePostResponseAsync(body).catch(() => null);
    return answer?.profile?.nameID === victim.id;
  };
  report.controls["node-saml alone takes another issuer"] = await accepts({ issuer: "urn:somebody-else" });
  report.controls["node-saml alone takes another recipient"] = await accepts({
    recipient: acsUrl(foreign.id),
  });
  report.controls["node-saml alone takes any request"] = await accepts({ inResponseTo: "_another" });
  const honest = await makeResponse(attacker, {
    pair: connection.pair,
    issuer: connection.issuer,
    audience: entityId(connection.id),
    recipient: acsUrl(connection.id),
    inResponseTo: "_any",
  });
  const signed = /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(honest)?.[0] ?? "";
  const firstNameId = (xml: string) => /<saml:NameID[^>]*>([^<]*)</.exec(xml)?.[1];
  const fooled = Object.entries(FORGERIES).filter(([, forge]) => {
    const forged = forge(honest, { from: attacker, to: victim });
    // Its signed part is untouched, so a signature somewhere in it is valid.
    const isSigned = forged !== null && signed !== "" && forged.includes(signed.slice(0, 200));
    return isSigned && firstNameId(forged) === victim.id;
  });
  report.controls["a reader of the first name id is fooled by wrapping"] = fooled.length >= 2;
}
