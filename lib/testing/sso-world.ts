import { inflateRawSync } from "node:zlib";
import { NextRequest } from "next/server";
import { GET as callback } from "@/app/api/auth-flows/sso/[id]/callback/route";
import { GET as complete } from "@/app/api/auth-flows/sso/complete/route";
import { GET as start } from "@/app/api/auth-flows/sso/start/route";
import { POST as acs } from "@/app/api/saml/[id]/acs/route";
import type { OidcForger } from "@/dev/identity/forger";
import type { IdentityPerson } from "@/dev/identity/people";
import { makeResponse, type ResponseOptions } from "@/dev/identity/saml";
import { acsUrl, entityId } from "@/lib/auth/sso/addresses";
import { sealClientSecret } from "@/lib/auth/sso/find-connection";
import { type KeyPair, makeCertificate } from "@/lib/auth/sso/keys/make-certificate";
import { readCertificate } from "@/lib/auth/sso/saml/read-certificate";
import { defaultAttributes } from "@/lib/auth/sso/schema";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import type { Prisma } from "@/lib/infra/prisma/generated/client";
import { newToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import type { TestTenant } from "./make-tenant";
import type { TestBrowser } from "./test-browser";

export type TestConnection = { id: string; tenant: TestTenant; domain: string };
export type SamlConnection = TestConnection & { pair: KeyPair; issuer: string };
type Change = Partial<Omit<Prisma.SsoConnectionUncheckedCreateInput, "id" | "kind" | "settings">> & {
  id?: string;
};

async function makeRow(
  tenant: TestTenant,
  data: Change & { kind: string; settings: Prisma.InputJsonObject },
  domain: string,
): Promise<TestConnection> {
  const id = data.id ?? newId();
  await withSystem(async (tx) => {
    await tx.ssoConnection.create({
      data: {
        preset: "other",
        name: "Acme login",
        status: "enabled",
        attributes: defaultAttributes(data.kind === "saml" ? "saml" : "oidc", "other"),
        testedAt: new Date(),
        enabledAt: new Date(),
        ...data,
        id,
        tenantId: tenant.id,
      },
      select: { id: true },
    });
    await tx.ssoDomain.create({
      data: {
        id: newId(),
        tenantId: tenant.id,
        connectionId: id,
        domain,
        token: newToken(),
        status: "verified",
        verifiedAt: new Date(),
        lastCheckedAt: new Date(),
      },
      select: { id: true },
    });
  });
  return { id, tenant, domain };
}

/** Making a key takes a second: one does for most. */
let sharedPair: KeyPair | undefined;

/** A tenant's SAML connection that is switched on, with a proved domain. */
export async function makeSamlConnection(
  tenant: TestTenant,
  domain: string,
  change: Change & { pair?: KeyPair; signedPart?: string } = {},
): Promise<SamlConnection> {
  sharedPair ??= await makeCertificate();
  const { pair = sharedPair, signedPart = "assertion", ...rest } = change;
  const issuer = `urn:idp:${tenant.slug}`;
  const settings = {
    entity_id: issuer,
    sso_url: "http://127.0.0.1:9/sso",
    certificates: [readCertificate(pair.certificate)],
    signed_part: signedPart,
  };
  return { ...(await makeRow(tenant, { kind: "saml", settings, ...rest }, domain)), pair, issuer };
}

/** A tenant's OpenID Connect connection to a forger. */
export async function makeOidcConnection(
  tenant: TestTenant,
  domain: string,
  forger: OidcForger,
  change: Change = {},
): Promise<TestConnection> {
  const id = newId();
  const settings = {
    issuer: forger.issuer,
    client_id: forger.clientId,
    scopes: "openid email profile groups",
  };
  const secretSealed = sealClientSecret(id, forger.clientSecret);
  return makeRow(tenant, { kind: "oidc", settings, secretSealed, ...change, id }, domain);
}

/** Leaves for the provider; `location` is where it sends the browser, or back here when it will not. */
export async function leaveFor(browser: TestBrowser, query: Record<string, string>): Promise<URL> {
  const answer = await browser.call(start, { query: `?${new URLSearchParams(query)}` });
  return new URL(answer.headers.get("location") ?? "");
}

/** The id of the request that a browser was sent away with. */
export function requestIdOf(location: URL): string {
  const xml = inflateRawSync(
    Buffer.from(location.searchParams.get("SAMLRequest") ?? "", "base64"),
  ).toString();
  return / ID="([^"]+)"/.exec(xml)?.[1] ?? "";
}

export type ResponseChange = Partial<ResponseOptions> & { edit?: (xml: string) => string };

/** A whole SAML round trip; returns where the browser ends up. `change` is what the provider does differently. */
export async function samlSignIn(
  browser: TestBrowser,
  connection: SamlConnection,
  person: IdentityPerson,
  change: ResponseChange = {},
): Promise<URL> {
  const away = await leaveFor(browser, { connection: connection.id });
  const { edit = (xml: string) => xml, ...options } = change;
  const xml = await makeResponse(person, {
    pair: connection.pair,
    issuer: connection.issuer,
    audience: entityId(connection.id),
    recipient: acsUrl(connection.id),
    inResponseTo: requestIdOf(away),
    ...options,
  });
  return postResponse(browser, connection.id, edit(xml), away.searchParams.get("RelayState") ?? "");
}

/** Posts a response as a provider's page makes a browser do, and follows it to the end. */
export async function postResponse(
  browser: TestBrowser,
  connectionId: string,
  xml: string,
  relayState: string,
): Promise<URL> {
  const form = new URLSearchParams({
    SAMLResponse: Buffer.from(xml).toString("base64"),
    RelayState: relayState,
  });
  const request = new NextRequest(acsUrl(connectionId), {
    method: "POST",
    headers: {
      host: "atrium.localhost:3000",
      "x-client-ip": browser.ip,
      "content-type": "application/x-www-form-urlencoded",
      origin: "http://idp.test",
    },
    body: form.toString(),
  });
  const posted = await acs(request, { params: Promise.resolve({ id: connectionId }) });
  const location = new URL(posted.headers.get("location") ?? "http://refused.test/");
  if (location.pathname !== "/api/auth-flows/sso/complete") return location;
  const done = await browser.call(complete, { query: location.search });
  return new URL(done.headers.get("location") ?? "http://refused.test/");
}

export type TokenChange = {
  claims?: Record<string, unknown>;
  token?: (claims: Record<string, unknown>) => string;
  query?: Record<string, string>;
};

/** A whole OpenID Connect round trip; returns where the browser ends up. */
export async function oidcSignIn(
  browser: TestBrowser,
  connection: TestConnection,
  forger: OidcForger,
  person: Pick<IdentityPerson, "id" | "email"> & Partial<IdentityPerson>,
  change: TokenChange = {},
): Promise<URL> {
  const away = await leaveFor(browser, { connection: connection.id });
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: forger.issuer,
    aud: forger.clientId,
    sub: person.id,
    iat: now,
    exp: now + 300,
    nonce: away.searchParams.get("nonce"),
    email: person.email,
    email_verified: true,
    given_name: person.firstName ?? "Eva",
    family_name: person.lastName ?? "Jansen",
    groups: person.groups ?? [],
    ...change.claims,
  };
  const code = newToken();
  forger.give(code, change.token ? change.token(claims) : forger.sign(claims));
  const query = { code, state: away.searchParams.get("state") ?? "", ...change.query };
  return returnWith(browser, connection.id, query);
}

/** Comes back to a connection's own address with these parameters. */
export async function returnWith(
  browser: TestBrowser,
  connectionId: string,
  query: Record<string, string>,
): Promise<URL> {
  const answer = await browser.call(callback, {
    params: { id: connectionId },
    query: `?${new URLSearchParams(query)}`,
  });
  return new URL(answer.headers.get("location") ?? "http://refused.test/");
}

/** Somebody at a provider. */
export function somebody(domain: string, change: Partial<IdentityPerson> = {}): IdentityPerson {
  const id = newId();
  return {
    id,
    email: `p-${id.slice(-12)}@${domain}`,
    firstName: "Eva",
    lastName: "Jansen",
    groups: [],
    ...change,
  };
}

/** How somebody is a member, and as what. */
export async function membershipOf(tenantId: string, userId: string) {
  const { rows } = await systemPool().query<{ status: string; source: string; roles: string[] }>(
    `select m.status, m.source, array(select r.key from shared.role_bindings b join shared.roles r
       on r.tenant_id = b.tenant_id and r.id = b.role_id where b.tenant_id = m.tenant_id and b.subject_id = m.user_id) as roles
     from shared.memberships m where m.tenant_id = $1 and m.user_id = $2`,
    [tenantId, userId],
  );
  return rows[0];
}
