import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { inflateRawSync } from "node:zlib";
import { DOMParser } from "@xmldom/xmldom";
import { getSamlResponse } from "samlp";
import { type KeyPair, makeCertificate } from "@/lib/auth/sso/keys/make-certificate";
import { type IdentityPerson, PEOPLE } from "./people";

export type SamlStandIn = { entityId: string; metadata: string; pair: KeyPair; stop(): Promise<void> };

type Options = { port?: number; people?: readonly IdentityPerson[]; pair?: KeyPair };

export type ResponseOptions = {
  pair: KeyPair;
  issuer: string;
  audience: string;
  recipient: string;
  inResponseTo: string;
  signResponse?: boolean;
  signAssertion?: boolean;
  lifetimeInSeconds?: number;
  destination?: string;
  signatureAlgorithm?: string;
  digestAlgorithm?: string;
};

/** A signed SAML response about a person, by samlp: what a provider would post. */
export function makeResponse(person: IdentityPerson, options: ResponseOptions): Promise<string> {
  const { pair, recipient, ...rest } = options;
  const mapper = () => ({
    getClaims: () => ({
      email: person.email,
      firstName: person.firstName,
      lastName: person.lastName,
      groups: person.groups,
    }),
    getNameIdentifier: () => ({
      nameIdentifier: person.id,
      nameIdentifierFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
    }),
  });
  const configuration = {
    signResponse: false,
    signAssertion: true,
    signatureAlgorithm: "rsa-sha256",
    digestAlgorithm: "sha256",
    lifetimeInSeconds: 300,
    destination: recipient,
    ...rest,
    recipient,
    key: pair.key,
    cert: pair.certificate,
    profileMapper: mapper,
  };
  return new Promise((resolve, reject) => {
    getSamlResponse(configuration, person, (error, xml) =>
      error || !xml ? reject(error ?? new Error("no response")) : resolve(xml.toString()),
    );
  });
}

/** A SAML identity provider on this machine: asks who one is, and posts a signed assertion. Never for production. */
export async function startSamlProvider(options: Options = {}): Promise<SamlStandIn> {
  const pair = options.pair ?? (await makeCertificate({ name: "Atrium local identity provider" }));
  const server = createServer();
  await new Promise<void>((done) => server.listen(options.port ?? 0, "127.0.0.1", done));
  const entityId = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metadata`;
  const metadata = idpMetadata(entityId, pair);
  const people = options.people ?? PEOPLE;
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", entityId);
    if (url.pathname === "/metadata") {
      response.writeHead(200, { "content-type": "application/samlmetadata+xml" }).end(metadata);
      return;
    }
    void signIn(url, { entityId, pair, people })
      .then((html) => response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html))
      .catch((error: unknown) => response.writeHead(400).end(String(error)));
  });
  return {
    entityId,
    metadata,
    pair,
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

type World = { entityId: string; pair: KeyPair; people: readonly IdentityPerson[] };

async function signIn(url: URL, world: World): Promise<string> {
  const request = url.searchParams.get("SAMLRequest") ?? "";
  const xml = inflateRawSync(Buffer.from(request, "base64")).toString("utf8");
  const root = new DOMParser().parseFromString(xml, "text/xml").documentElement;
  const person = world.people.find(({ id }) => id === url.searchParams.get("user"));
  if (!person) return choose(url, world.people);
  const recipient = root.getAttribute("AssertionConsumerServiceURL") ?? "";
  const response = await makeResponse(person, {
    pair: world.pair,
    issuer: world.entityId,
    audience: root.getElementsByTagNameNS("*", "Issuer")[0]?.textContent ?? "",
    recipient,
    inResponseTo: root.getAttribute("ID") ?? "",
  });
  const value = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<!doctype html><title>Signing in</title><form method="post" action="${value(recipient)}">
    <input type="hidden" name="SAMLResponse" value="${Buffer.from(response).toString("base64")}">
    <input type="hidden" name="RelayState" value="${value(url.searchParams.get("RelayState") ?? "")}">
    <button>Continue</button></form><script>document.forms[0].submit()</script>`;
}

function choose(url: URL, people: readonly IdentityPerson[]): string {
  const links = people.map(({ id, email }) => {
    const to = new URL(url);
    to.searchParams.set("user", id);
    return `<li><a href="${to.pathname}${to.search.replaceAll("&", "&amp;")}">Sign in as ${email}</a></li>`;
  });
  return `<!doctype html><html lang="en"><title>Local identity provider</title><h1>Who are you?</h1><ul>${links.join("")}</ul>`;
}

function idpMetadata(entityId: string, pair: KeyPair): string {
  const certificate = pair.certificate.replace(/-----[^-]+-----|\s/g, "");
  const address = new URL("/sso", entityId).toString();
  return `<?xml version="1.0"?><EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${certificate}</X509Certificate></X509Data></KeyInfo></KeyDescriptor><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${address}"/></IDPSSODescriptor></EntityDescriptor>`;
}
