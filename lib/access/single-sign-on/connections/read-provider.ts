import "server-only";
import { discover } from "@/lib/auth/sso/oidc/discover";
import { readCertificate } from "@/lib/auth/sso/saml/read-certificate";
import { readMetadata } from "@/lib/auth/sso/saml/read-metadata";
import { type OidcSettings, oidcSettings, type SamlSettings, samlSettings } from "@/lib/auth/sso/schema";
import { SsoError } from "@/lib/auth/sso/sso-error";
import { DomainError, ValidationError } from "@/lib/core/errors";
import { safeFetch } from "@/lib/infra/outgoing/safe-fetch";
import type { UpdateConnection } from "../schema";

/**
 * What an OpenID Connect provider's side becomes. The provider is asked whether it is there, and is who it was typed.
 * @throws ValidationError issuer_unreachable, scope_openid
 */
export async function readOidc(input: NonNullable<UpdateConnection["oidc"]>): Promise<OidcSettings> {
  const { client_secret: _secret, ...rest } = input;
  const parsed = oidcSettings.safeParse(rest);
  if (!parsed.success) {
    throw field("oidc.scopes", "scope_openid", "The scopes have to include openid.");
  }
  await discover(parsed.data.issuer).catch((error: unknown) => {
    if (error instanceof SsoError) throw field("oidc.issuer", "issuer_unreachable", error.message);
    throw error;
  });
  return parsed.data;
}

/**
 * What a SAML provider's side becomes: from its metadata where given, else from its parts.
 * @throws ValidationError metadata_invalid, metadata_unreachable, certificate_invalid, required
 */
export async function readSaml(
  input: NonNullable<UpdateConnection["saml"]>,
  before: SamlSettings | undefined,
): Promise<SamlSettings> {
  const { metadata_xml: xml, metadata_url: url, signed_part: signedPart = before?.signed_part } = input;
  const base = xml
    ? readMetadata(xml, "saml.metadata_xml")
    : url
      ? readMetadata(await fetchMetadata(url), "saml.metadata_url")
      : before;
  const certificates = input.certificates?.map((text, index) => {
    const certificate = readCertificate(text);
    if (certificate) return certificate;
    const message = "This is no X.509 certificate with a key of at least 2048 bits.";
    throw field(`saml.certificates.${index}`, "certificate_invalid", message);
  });
  const parsed = samlSettings.safeParse({
    entity_id: input.entity_id ?? base?.entity_id,
    sso_url: input.sso_url ?? base?.sso_url,
    certificates: certificates ?? base?.certificates,
    ...(signedPart && { signed_part: signedPart }),
    sign_requests: input.sign_requests ?? before?.sign_requests ?? false,
  });
  if (parsed.success) return parsed.data;
  const missing = String(parsed.error.issues[0]?.path[0] ?? "entity_id");
  throw field(`saml.${missing}`, "required", "The provider's side is not complete.");
}

async function fetchMetadata(url: string): Promise<string> {
  const answer = await safeFetch(url).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
    throw field("saml.metadata_url", "metadata_unreachable", error.message);
  });
  if (answer.status === 200) return answer.body.toString("utf8");
  throw field("saml.metadata_url", "metadata_unreachable", `This address answered ${answer.status}.`);
}

function field(path: string, code: string, message: string): ValidationError {
  return new ValidationError([{ path, code, message }]);
}
