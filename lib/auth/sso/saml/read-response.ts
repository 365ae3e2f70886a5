import "server-only";
import type { Profile } from "@node-saml/node-saml";
import { XMLSerializer } from "@xmldom/xmldom";
import { acsUrl } from "../addresses";
import { openSsoKey, ssoKeysOf } from "../keys/sso-keys";
import type { SsoClaims } from "../schema";
import { SsoError } from "../sso-error";
import { decryptAssertion } from "./decrypt-assertion";
import { childrenOf, elementsOf, parseXml } from "./parse-xml";
import { readAttributes } from "./read-attributes";
import { MAX_ASSERTION_AGE_MS, type SamlConnection, samlOf } from "./saml-of";

const PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
const ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
const SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
const SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
const BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const ALGORITHMS = /#(?:rsa|ecdsa)-sha(?:256|384|512)$/;
const DIGESTS = /#sha(?:256|384|512)$/;

export type VerifiedAssertion = { claims: SsoClaims; assertionId: string; expiresAt: Date };

/**
 * What a provider posted, read only from the bytes that its certificate signed. On top of node-saml: one response, one
 * assertion, no id twice, strong algorithms, success, and issuer, recipient, destination and request as we know them.
 * Using the assertion up is the caller's.
 * @throws SsoError sso_response_invalid, sso_provider_refused
 */
export async function readResponse(
  connection: SamlConnection,
  answer: { response: string; requestId: string },
): Promise<VerifiedAssertion> {
  const xml = await withoutEncryption(connection, Buffer.from(answer.response, "base64").toString("utf8"));
  assertShape(connection, xml, answer.requestId);
  const { profile } = await samlOf(connection)
    .validatePostResponseAsync({ SAMLResponse: Buffer.from(xml).toString("base64") })
    .catch((error: unknown) => {
      throw refusal(error instanceof Error ? error.message : "The response is not valid.", error);
    });
  if (!profile) throw refusal("There is no assertion.");
  return readSigned(connection, profile, answer.requestId);
}

/**
 * The response with its encrypted assertion opened, so that it passes the very checks of a plain one. A signature of
 * the response covers the ciphertext and falls away with it: the assertion inside has to be signed itself.
 */
async function withoutEncryption(connection: SamlConnection, xml: string): Promise<string> {
  const document = parseXml(xml);
  const root = document.documentElement;
  const encrypted = elementsOf(document, ASSERTION, "EncryptedAssertion");
  const [element] = encrypted;
  if (!element) return xml;
  if (encrypted.length !== 1 || element.parentNode !== root) {
    throw refusal("There has to be one encrypted assertion, directly below the response.");
  }
  if (elementsOf(document, ASSERTION, "Assertion").length > 0) {
    throw refusal("An assertion stands beside the encrypted one.");
  }
  if (connection.settings.signed_part !== "assertion") {
    throw refusal("An encrypted assertion has to be signed itself: choose that as the signed part.");
  }
  const keys = await ssoKeysOf(connection.tenantId);
  const opened = decryptAssertion(element, await Promise.all(keys.map(openSsoKey)));
  for (const signature of childrenOf(root, SIGNATURE, "Signature")) root.removeChild(signature);
  root.replaceChild(document.importNode(opened, true), element);
  return new XMLSerializer().serializeToString(document);
}

/** Before any signature is looked at: a shape that leaves no choice of what to read. */
function assertShape(connection: SamlConnection, xml: string, requestId: string): void {
  const document = parseXml(xml);
  const root = document.documentElement;
  if (root.namespaceURI !== PROTOCOL || root.localName !== "Response") throw refusal("This is no Response.");
  const ids = Array.from(document.getElementsByTagName("*")).flatMap((element) =>
    ["ID", "Id", "id"].map((name) => element.getAttribute(name)).filter((value) => value),
  );
  if (new Set(ids).size !== ids.length) throw refusal("An id is used twice.");
  if (elementsOf(document, PROTOCOL, "Response").length !== 1) throw refusal("More than one Response.");
  assertStatus(root);
  const assertions = elementsOf(document, ASSERTION, "Assertion");
  if (assertions.length !== 1 || assertions[0]?.parentNode !== root) {
    throw refusal("There has to be exactly one assertion, directly below the response.");
  }
  for (const signature of elementsOf(document, SIGNATURE, "Signature")) {
    if (signature.parentNode !== root && signature.parentNode !== assertions[0]) {
      throw refusal("A signature stands where none belongs.");
    }
    assertAlgorithms(signature);
  }
  const destination = root.getAttribute("Destination");
  if (destination !== acsUrl(connection.id)) throw refusal(`Destination is ${destination || "missing"}.`);
  const inResponseTo = root.getAttribute("InResponseTo");
  if (inResponseTo !== requestId) throw refusal("The response answers another request, or none.");
}

function assertStatus(root: Element): void {
  const codes = childrenOf(root, PROTOCOL, "Status").flatMap((node) =>
    childrenOf(node, PROTOCOL, "StatusCode"),
  );
  const value = codes.length === 1 ? codes[0]?.getAttribute("Value") : undefined;
  if (value === SUCCESS) return;
  throw new SsoError("sso_provider_refused", `The provider answered ${value ?? "no status"}.`.slice(0, 300));
}

function assertAlgorithms(signature: Element): void {
  const infos = childrenOf(signature, SIGNATURE, "SignedInfo");
  const [info] = infos;
  if (infos.length !== 1 || !info) throw refusal("A signature has to have one SignedInfo.");
  const algorithm = (name: string) =>
    elementsOf(info, SIGNATURE, name).map((element) => element.getAttribute("Algorithm") ?? "");
  const weak = [
    ...algorithm("SignatureMethod").filter((uri) => !ALGORITHMS.test(uri)),
    ...algorithm("DigestMethod").filter((uri) => !DIGESTS.test(uri)),
  ];
  if (weak.length > 0) throw refusal(`The algorithm ${weak[0]} is too weak: use SHA-256.`);
}

/** After the signature: only the assertion's signed bytes are read, parsed anew. */
function readSigned(connection: SamlConnection, profile: Profile, requestId: string): VerifiedAssertion {
  const assertion = parseXml(profile.getAssertionXml?.() ?? "").documentElement;
  if (assertion.namespaceURI !== ASSERTION || assertion.localName !== "Assertion") {
    throw refusal("What was signed is no assertion.");
  }
  const issuers = childrenOf(assertion, ASSERTION, "Issuer").map((element) => element.textContent?.trim());
  if (issuers.length !== 1 || issuers[0] !== connection.settings.entity_id) {
    throw refusal(`The issuer is ${issuers.join(", ") || "missing"}.`);
  }
  const assertionId = assertion.getAttribute("ID") ?? "";
  if (assertionId === "") throw refusal("The assertion has no id.");
  if (elementsOf(assertion, ASSERTION, "AuthnStatement").length === 0) {
    throw refusal("The assertion does not say that somebody signed in.");
  }
  const confirmations = elementsOf(assertion, ASSERTION, "SubjectConfirmation").filter(
    (element) => element.getAttribute("Method") === BEARER,
  );
  const data = confirmations.flatMap((element) => childrenOf(element, ASSERTION, "SubjectConfirmationData"));
  if (data.length === 0) throw refusal("There is no bearer confirmation.");
  for (const element of data) {
    const recipient = element.getAttribute("Recipient");
    if (recipient !== acsUrl(connection.id)) throw refusal(`Recipient is ${recipient || "missing"}.`);
    if (element.getAttribute("InResponseTo") !== requestId) {
      throw refusal("The confirmation answers another request, or none.");
    }
    if (!element.getAttribute("NotOnOrAfter")) throw refusal("The confirmation has no end.");
  }
  return {
    claims: readAttributes(connection, assertion),
    assertionId,
    // Nothing older is accepted anyway, so a replay need not be remembered for longer.
    expiresAt: new Date(Date.now() + 2 * MAX_ASSERTION_AGE_MS),
  };
}

function refusal(detail: string, cause?: unknown): SsoError {
  return new SsoError("sso_response_invalid", detail.slice(0, 500), cause);
}
