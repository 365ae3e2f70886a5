import { createHmac, createVerify, generateKeyPairSync } from "node:crypto";
import { type OidcForger, startForger } from "@/dev/identity/forger";
import { systemPool } from "@/lib/infra/database/pools";
import { newToken } from "@/lib/infra/tokens";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import {
  leaveFor,
  makeOidcConnection,
  oidcSignIn,
  returnWith,
  somebody,
  type TestConnection,
  type TokenChange,
} from "@/lib/testing/sso-world";
import { TestBrowser } from "@/lib/testing/test-browser";
import { type AccessReport, judge } from "../report";
import { isIn } from "./prove-saml";

const now = () => Math.floor(Date.now() / 1000);

/** Tokens and answers that a provider of OpenID Connect never gave, or gave for somebody or something else. */
export async function proveOidc(report: AccessReport): Promise<void> {
  const forger = await startForger();
  const stranger = await startForger();
  try {
    const tenant = await makeTenant({ planKey: "enterprise" });
    const connection = await makeOidcConnection(tenant, "oidc.prove-people.com", forger);
    const other = await makeOidcConnection(tenant, "oidc2.prove-people.com", stranger);
    const honest = new TestBrowser();
    const end = await oidcSignIn(honest, connection, forger, somebody(connection.domain));
    if (!isIn(honest, end)) throw new Error(`an honest sign-in failed: ${end}`);
    for (const [name, change] of Object.entries(forgedTokens(forger, stranger))) {
      const browser = new TestBrowser();
      const to = await oidcSignIn(browser, connection, forger, somebody(connection.domain), change);
      judge(report, "forged_accepted", !isIn(browser, to), `OpenID Connect: ${name}`);
    }
    await proveHostedDomain(report, tenant, forger);
    await proveReplays(report, forger, connection, other);
    oidcControls(report, forger);
  } finally {
    await Promise.all([forger.stop(), stranger.stop()]);
  }
}

/** Google vouches for private accounts too: only the organisation's own come in. */
async function proveHostedDomain(
  report: AccessReport,
  tenant: TestTenant,
  forger: OidcForger,
): Promise<void> {
  const google = await makeOidcConnection(tenant, "google.prove-people.com", forger, { preset: "google" });
  const attempt = async (claims: Record<string, unknown>) => {
    const browser = new TestBrowser();
    const person = somebody(google.domain);
    return isIn(browser, await oidcSignIn(browser, google, forger, person, { claims }));
  };
  if (!(await attempt({ hd: google.domain }))) throw new Error("an honest Google sign-in failed");
  const wrong = ["oidc.prove-people.com", `x.${google.domain}`, "gmail.com", "", [google.domain], true, null];
  for (const hd of [undefined, ...wrong]) {
    judge(report, "forged_accepted", !(await attempt({ hd })), `Google: hd ${JSON.stringify(hd)}`);
  }
}

function forgedTokens(forger: OidcForger, stranger: OidcForger): Record<string, TokenChange> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const cut = (token: string, part: number) =>
    token
      .split(".")
      .map((text, index) => (index === part ? `${text.slice(0, -4)}AAAA` : text))
      .join(".");
  return {
    "alg none": { token: (claims) => forger.sign(claims, { alg: "none" }) },
    "HS256 with the public key": {
      token: (claims) => forger.sign(claims, { alg: "HS256", secret: forger.publicKeyPem }),
    },
    "HS256 with the client's secret": {
      token: (claims) => forger.sign(claims, { alg: "HS256", secret: forger.clientSecret }),
    },
    "another key": { token: (claims) => forger.sign(claims, { key: privateKey }) },
    "another key id": { token: (claims) => forger.sign(claims, { key: privateKey, kid: "unknown" }) },
    "another provider's signature": { token: (claims) => stranger.sign(claims) },
    "a changed signature": { token: (claims) => cut(forger.sign(claims), 2) },
    "a changed payload": { token: (claims) => cut(forger.sign(claims), 1) },
    "another issuer": { claims: { iss: stranger.issuer } },
    "an issuer with a slash": { claims: { iss: `${forger.issuer}/` } },
    "no issuer": { claims: { iss: undefined } },
    "another audience": { claims: { aud: "another-client" } },
    "several audiences, nobody authorized": { claims: { aud: [forger.clientId, "another-client"] } },
    "another authorized party": { claims: { aud: [forger.clientId, "b"], azp: "b" } },
    "another party for our audience": { claims: { azp: "another-client" } },
    "another nonce": { claims: { nonce: "another" } },
    "no nonce": { claims: { nonce: undefined } },
    expired: { claims: { exp: now() - 120 } },
    "no end": { claims: { exp: undefined } },
    "of the future": { claims: { iat: now() + 600 } },
    "not valid yet": { claims: { nbf: now() + 600 } },
    "issued an hour ago": { claims: { iat: now() - 3600 } },
    "no time of issue": { claims: { iat: undefined } },
    "no subject": { claims: { sub: undefined } },
    "a subject of 300 characters": { claims: { sub: "x".repeat(300) } },
    "another access token": { claims: { at_hash: "AAAAAAAAAAAAAAAAAAAAAA" } },
    "an unverified address": { claims: { email_verified: false } },
    "an unverified address, as a word": { claims: { email_verified: "false" } },
    "an address of another domain": { claims: { email: "somebody@gmail.com" } },
    "an address that ends alike": { claims: { email: "somebody@evil-oidc.prove-people.com" } },
    "two addresses": { claims: { email: "a@evil.com,b@oidc.prove-people.com" } },
    "an address with a name": { claims: { email: "x <a@oidc.prove-people.com>" } },
    "no address": { claims: { email: undefined } },
    "another answering issuer": { query: { iss: "https://evil.example" } },
    "an error beside the code": { query: { error: "access_denied" } },
    "no token at all": { token: () => "x" },
  };
}

async function proveReplays(
  report: AccessReport,
  forger: OidcForger,
  connection: TestConnection,
  other: TestConnection,
): Promise<void> {
  const begin = async (browser: TestBrowser) => {
    const url = await leaveFor(browser, { connection: connection.id });
    const claims = {
      iss: forger.issuer,
      aud: forger.clientId,
      sub: newToken(),
      iat: now(),
      exp: now() + 300,
      nonce: url.searchParams.get("nonce"),
      email: `r-${newToken().slice(0, 8).toLowerCase().replaceAll("_", "x").replaceAll("-", "y")}@${connection.domain}`,
    };
    const code = newToken();
    forger.give(code, forger.sign(claims));
    return { code, state: url.searchParams.get("state") ?? "" };
  };
  const back = async (browser: TestBrowser, query: Record<string, string>, at = connection.id) =>
    isIn(browser, await returnWith(browser, at, query));
  const first = new TestBrowser();
  const answer = await begin(first);
  if (!(await back(first, answer))) throw new Error("an honest answer was refused");
  judge(
    report,
    "replays_accepted",
    !(await back(new TestBrowser(), answer)),
    "OpenID Connect: an answer twice",
  );
  const next = new TestBrowser();
  const { state } = await begin(next);
  judge(
    report,
    "replays_accepted",
    !(await back(next, { code: answer.code, state })),
    "OpenID Connect: a used code",
  );
  const victim = await begin(new TestBrowser());
  judge(
    report,
    "forged_accepted",
    !(await back(new TestBrowser(), victim)),
    "OpenID Connect: another browser",
  );
  const swap = new TestBrowser();
  const swapped = await begin(swap);
  judge(
    report,
    "forged_accepted",
    !(await back(swap, swapped, other.id)),
    "OpenID Connect: another connection",
  );
  const made = { code: "x", state: newToken() };
  judge(report, "forged_accepted", !(await back(new TestBrowser(), made)), "OpenID Connect: a made-up state");
  const late = new TestBrowser();
  const old = await begin(late);
  await systemPool().query("update platform.sso_flows set expires_at = now() where used_at is null");
  judge(report, "forged_accepted", !(await back(late, old)), "OpenID Connect: after ten minutes");
  const off = new TestBrowser();
  const good = await begin(off);
  await systemPool().query("update platform.sso_connections set status = 'disabled' where id = $1", [
    connection.id,
  ]);
  judge(report, "forged_accepted", !(await back(off, good)), "OpenID Connect: switched off meanwhile");
  await systemPool().query("update platform.sso_connections set status = 'enabled' where id = $1", [
    connection.id,
  ]);
}

/** A verifier that believes the token's own header must take what ours refuses. */
function oidcControls(report: AccessReport, forger: OidcForger): void {
  const claims = { sub: "victim" };
  const naive = (token: string) => {
    const [head = "", body = "", signature = ""] = token.split(".");
    const { alg } = JSON.parse(Buffer.from(head, "base64url").toString()) as { alg: string };
    if (alg === "none") return true;
    const text = `${head}.${body}`;
    return alg === "HS256"
      ? createHmac("sha256", forger.publicKeyPem).update(text).digest("base64url") === signature
      : createVerify("sha256").update(text).verify(forger.publicKeyPem, signature, "base64url");
  };
  report.controls["a verifier that believes the header takes alg none"] = naive(
    forger.sign(claims, { alg: "none" }),
  );
  report.controls["a verifier that believes the header takes HS for RS"] = naive(
    forger.sign(claims, { alg: "HS256", secret: forger.publicKeyPem }),
  );
}
