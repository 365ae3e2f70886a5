import * as z from "zod";

export const SSO_KINDS = ["oidc", "saml"] as const;
export type SsoKind = (typeof SSO_KINDS)[number];
export const SSO_PRESETS = ["entra", "okta", "google", "keycloak", "other"] as const;
export type SsoPreset = (typeof SSO_PRESETS)[number];
export const SSO_STATUSES = ["draft", "tested", "enabled", "disabled"] as const;
export type SsoStatus = (typeof SSO_STATUSES)[number];

/**
 * Who answers for the second factor: `ours` asks for Atrium's own, `claimed` trusts a sign-in whose claims say that one
 * was used, `always` trusts every sign-in of this provider.
 */
export const SECOND_FACTORS = ["ours", "claimed", "always"] as const;
export type SecondFactor = (typeof SECOND_FACTORS)[number];

const address = z.url({ protocol: /^https?$/ }).max(2000);
const name = z.string().trim().min(1).max(300);

export const oidcSettings = z.strictObject({
  issuer: address,
  client_id: name,
  scopes: z
    .string()
    .trim()
    .max(300)
    .regex(/^[\x21-\x7e]+( [\x21-\x7e]+)*$/)
    .refine((value) => value.split(" ").includes("openid"), "scope_openid")
    .default("openid email profile"),
});
export type OidcSettings = z.output<typeof oidcSettings>;

export const SIGNED_PARTS = ["assertion", "response", "both"] as const;
export const samlCertificate = z.object({
  /** Base64 DER, as metadata carries it. */
  certificate: z.string().max(10_000),
  fingerprint: z.string(),
  not_after: z.iso.datetime(),
});
export type SamlCertificate = z.output<typeof samlCertificate>;

export const samlSettings = z.strictObject({
  entity_id: z.string().trim().min(1).max(1024),
  sso_url: address,
  certificates: z.array(samlCertificate).min(1).max(5),
  /** What the provider signs. The part that is read is always inside of it. */
  signed_part: z.enum(SIGNED_PARTS).default("assertion"),
  /** Whether our requests are signed with the workspace's own key. */
  sign_requests: z.boolean().default(false),
});
export type SamlSettings = z.output<typeof samlSettings>;

/** Names of the claims or attributes that carry what we read; empty to read none. */
export const attributeNames = z.strictObject({
  email: z.string().trim().max(300),
  first_name: z.string().trim().max(300),
  last_name: z.string().trim().max(300),
  groups: z.string().trim().max(300),
});
export type AttributeNames = z.output<typeof attributeNames>;

const CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";

/** What each provider calls things unless somebody changed it there. */
export function defaultAttributes(kind: SsoKind, preset: SsoPreset): AttributeNames {
  if (kind === "oidc") {
    return { email: "email", first_name: "given_name", last_name: "family_name", groups: "groups" };
  }
  if (preset === "entra") {
    return {
      email: `${CLAIMS}/emailaddress`,
      first_name: `${CLAIMS}/givenname`,
      last_name: `${CLAIMS}/surname`,
      groups: "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups",
    };
  }
  return { email: "email", first_name: "firstName", last_name: "lastName", groups: "groups" };
}

export const groupRole = z.strictObject({
  group: z.string().trim().min(1).max(300),
  role: z.string().min(1).max(50),
});
export type GroupRole = z.output<typeof groupRole>;
export const MAX_GROUP_ROLES = 100;

/** What a provider said of somebody, after every check of its protocol. */
export const ssoClaims = z.object({
  subject: z.string().min(1).max(255),
  email: z.string().max(255).nullable(),
  /** False only when the provider says so itself. */
  email_verified: z.boolean(),
  first_name: z.string(),
  last_name: z.string(),
  groups: z.array(z.string()),
  /** The provider says that a second factor was used. */
  second_factor: z.boolean(),
  /** Everything it said, for the test's page. */
  raw: z.record(z.string(), z.unknown()),
});
export type SsoClaims = z.output<typeof ssoClaims>;

/** Why a sign-in through a provider failed, for the sign-in page and the test's page. */
export const SSO_FAILURES = [
  "sso_failed",
  "sso_expired",
  "sso_disabled",
  "sso_provider_refused",
  "sso_unreachable",
  "sso_response_invalid",
  "sso_no_email",
  "sso_email_unverified",
  "sso_domain_unverified",
  "sso_not_member",
  "sso_seat_limit",
  "sso_membership_removed",
  "sso_membership_suspended",
  "sso_workspace_unavailable",
  "sso_second_factor_first",
  "sso_person_disabled",
] as const;
export type SsoFailure = (typeof SSO_FAILURES)[number];
