import "server-only";
import { SAML, ValidateInResponseTo } from "@node-saml/node-saml";
import { newToken } from "@/lib/infra/tokens";
import { acsUrl, entityId } from "../addresses";
import type { SsoConnection } from "../find-connection";

export type SamlConnection = Extract<SsoConnection, { kind: "saml" }>;

/** Clocks may differ by this much, and an assertion is good for this long at most. */
export const CLOCK_SKEW_MS = 60_000;
export const MAX_ASSERTION_AGE_MS = 10 * 60_000;

/**
 * node-saml for one connection. It checks signatures, times and audience over the signed bytes; what it leaves to its
 * caller (issuer, recipient, destination, which request) is checked by readResponse().
 */
export function samlOf(
  connection: SamlConnection,
  options: { requestId?: string; privateKey?: string } = {},
): SAML {
  const { settings, id } = connection;
  const { requestId, privateKey } = options;
  return new SAML({
    issuer: entityId(id),
    audience: entityId(id),
    callbackUrl: acsUrl(id),
    entryPoint: settings.sso_url,
    idpIssuer: settings.entity_id,
    idpCert: settings.certificates.map(({ certificate }) => certificate),
    wantAssertionsSigned: settings.signed_part !== "response",
    wantAuthnResponseSigned: settings.signed_part !== "assertion",
    acceptedClockSkewMs: CLOCK_SKEW_MS,
    maxAssertionAgeMs: MAX_ASSERTION_AGE_MS,
    // The flow's own row holds the request and is used once, which its in-memory cache could not promise.
    validateInResponseTo: ValidateInResponseTo.never,
    disableRequestedAuthnContext: true,
    identifierFormat: null,
    ...(privateKey && { privateKey, signatureAlgorithm: "sha256" as const }),
    generateUniqueId: () => requestId ?? `_${newToken()}`,
  });
}
