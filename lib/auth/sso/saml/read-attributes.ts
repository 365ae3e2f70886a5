import "server-only";
import type { SsoClaims } from "../schema";
import { SsoError } from "../sso-error";
import { childrenOf, elementsOf } from "./parse-xml";
import type { SamlConnection } from "./saml-of";

const ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
const TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
const EMAIL = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
/** Contexts that mean more than one factor; the last is Entra's claim of it. */
const SEVERAL_FACTORS = new Set([
  "urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken",
  "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract",
  "https://refeds.org/profile/mfa",
  "http://schemas.microsoft.com/claims/multipleauthn",
]);
const METHODS = "http://schemas.microsoft.com/claims/authnmethodsreferences";
const MAX_GROUPS = 1000;

/**
 * What we read of a verified assertion.
 * @throws SsoError sso_response_invalid for a name id that cannot be recognised again
 */
export function readAttributes(connection: SamlConnection, assertion: Element): SsoClaims {
  const subjects = childrenOf(assertion, ASSERTION, "Subject");
  const nameIds = subjects.flatMap((element) => childrenOf(element, ASSERTION, "NameID"));
  const [nameId] = nameIds;
  const subject = nameId?.textContent?.trim() ?? "";
  if (subjects.length !== 1 || nameIds.length !== 1 || subject === "" || subject.length > 255) {
    throw new SsoError("sso_response_invalid", "There has to be one name id of at most 255 characters.");
  }
  const format = nameId?.getAttribute("Format") ?? "";
  if (format === TRANSIENT) {
    throw new SsoError("sso_response_invalid", "The name id is transient: choose a persistent one.");
  }
  const values = attributeValues(assertion);
  const { attributes: names } = connection;
  const first = (name: string) => (name === "" ? "" : (values.get(name)?.[0] ?? "").trim());
  const contexts = elementsOf(assertion, ASSERTION, "AuthnContextClassRef").map((element) =>
    (element.textContent ?? "").trim(),
  );
  const email = first(names.email) || (format === EMAIL ? subject : "");
  return {
    subject,
    email: email.toLowerCase().slice(0, 255) || null,
    email_verified: true,
    first_name: first(names.first_name).slice(0, 100),
    last_name: first(names.last_name).slice(0, 100),
    groups: (names.groups === "" ? [] : (values.get(names.groups) ?? [])).slice(0, MAX_GROUPS),
    second_factor: [...contexts, ...(values.get(METHODS) ?? [])].some((value) => SEVERAL_FACTORS.has(value)),
    raw: { NameID: subject, Format: format, AuthnContext: contexts, ...Object.fromEntries(values) },
  };
}

function attributeValues(assertion: Element): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const statement of childrenOf(assertion, ASSERTION, "AttributeStatement")) {
    for (const attribute of childrenOf(statement, ASSERTION, "Attribute")) {
      const name = attribute.getAttribute("Name") ?? "";
      const texts = childrenOf(attribute, ASSERTION, "AttributeValue").map(
        (element) => element.textContent ?? "",
      );
      values.set(name, [...(values.get(name) ?? []), ...texts]);
    }
  }
  return values;
}
