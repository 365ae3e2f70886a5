import * as z from "zod";
import {
  attributeNames,
  groupRole,
  MAX_GROUP_ROLES,
  SECOND_FACTORS,
  SIGNED_PARTS,
  SSO_FAILURES,
  SSO_KINDS,
  SSO_PRESETS,
  SSO_STATUSES,
  ssoClaims,
} from "@/lib/auth/sso/schema";
import { hasControl } from "@/lib/core/has-control";
import { proofFields } from "@/lib/tenancy/domain-proof/schema";
import { MAX_GRACE_DAYS } from "@/lib/tenancy/policies/schema";

const address = z.url({ protocol: /^https?$/ }).max(2000);
const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((value) => !hasControl(value), "invalid");

export const createConnectionInput = z.strictObject({
  kind: z.enum(SSO_KINDS),
  preset: z.enum(SSO_PRESETS).default("other"),
  name,
});
export type CreateConnectionInput = z.input<typeof createConnectionInput>;

const oidcInput = z.strictObject({
  issuer: address,
  client_id: z.string().trim().min(1).max(300),
  /** Left out: the one that is kept stays. */
  client_secret: z.string().trim().min(1).max(2000).optional(),
  scopes: z.string().trim().max(300).optional(),
});

/** Either the provider's metadata, as XML or as an address to read it from, or its three parts. */
const samlInput = z.strictObject({
  metadata_xml: z.string().max(500_000).optional(),
  metadata_url: address.optional(),
  entity_id: z.string().trim().min(1).max(1024).optional(),
  sso_url: address.optional(),
  /** PEM or base64; several with a line between them. */
  certificates: z.array(z.string().max(10_000)).min(1).max(5).optional(),
  signed_part: z.enum(SIGNED_PARTS).optional(),
  sign_requests: z.boolean().optional(),
});

/** A change names the parts it changes; each is given whole. */
export const updateConnectionInput = z.strictObject({
  name: name.optional(),
  oidc: oidcInput.optional(),
  saml: samlInput.optional(),
  attributes: attributeNames.optional(),
  group_roles: z.array(groupRole).max(MAX_GROUP_ROLES).optional(),
  default_role: z.string().min(1).max(50).optional(),
  jit: z.boolean().optional(),
  second_factor: z.enum(SECOND_FACTORS).optional(),
});
export type UpdateConnectionInput = z.input<typeof updateConnectionInput>;
export type UpdateConnection = z.output<typeof updateConnectionInput>;

export const ssoDomainDto = z.object({ id: z.uuid(), domain: z.string(), ...proofFields });
export type SsoDomainDto = z.infer<typeof ssoDomainDto>;

export const ssoConnectionDto = z.object({
  id: z.uuid(),
  kind: z.enum(SSO_KINDS),
  preset: z.enum(SSO_PRESETS),
  name: z.string(),
  status: z.enum(SSO_STATUSES),
  /** What the provider is told of us. */
  ours: z.object({
    redirect_uri: z.string(),
    acs_url: z.string(),
    entity_id: z.string(),
    metadata_url: z.string(),
  }),
  oidc: z
    .object({ issuer: z.string(), client_id: z.string(), scopes: z.string(), has_client_secret: z.boolean() })
    .nullable(),
  saml: z
    .object({
      entity_id: z.string(),
      sso_url: z.string(),
      signed_part: z.enum(SIGNED_PARTS),
      sign_requests: z.boolean(),
      certificates: z.array(z.object({ fingerprint: z.string(), not_after: z.iso.datetime() })),
    })
    .nullable(),
  attributes: attributeNames,
  group_roles: z.array(groupRole),
  default_role: z.string(),
  jit: z.boolean(),
  second_factor: z.enum(SECOND_FACTORS),
  domains: z.array(ssoDomainDto),
  certificate_expires_at: z.iso.datetime().nullable(),
  tested_at: z.iso.datetime().nullable(),
  enabled_at: z.iso.datetime().nullable(),
  last_sign_in_at: z.iso.datetime().nullable(),
  /** People who have signed in through it. */
  people: z.int(),
  created_at: z.iso.datetime(),
});
export type SsoConnectionDto = z.infer<typeof ssoConnectionDto>;

export const ssoConnectionList = z.object({ data: z.array(ssoConnectionDto) });
export type SsoConnectionList = z.infer<typeof ssoConnectionList>;

export const ssoStatusInput = z.strictObject({ status: z.enum(["enabled", "disabled"]) });
export type SsoStatusInput = z.input<typeof ssoStatusInput>;

export const ssoDomainInput = z.strictObject({
  domain: z.string().trim().toLowerCase().min(4).max(253),
});
export type SsoDomainInput = z.input<typeof ssoDomainInput>;
export const ssoDomainParams = z.object({ id: z.uuid(), domain_id: z.uuid() });

export const ssoTestDto = z.object({
  id: z.uuid(),
  /** Where to open the provider; null once it was opened. */
  url: z.string().nullable(),
  status: z.enum(["waiting", "succeeded", "failed", "expired"]),
  claims: ssoClaims.nullable(),
  failure: z.enum(SSO_FAILURES).nullable(),
  detail: z.string().nullable(),
  expires_at: z.iso.datetime(),
});
export type SsoTestDto = z.infer<typeof ssoTestDto>;
export const ssoTestParams = z.object({ id: z.uuid(), test_id: z.uuid() });

const candidate = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  has_second_factor: z.boolean(),
});
export const ssoEnforcementDto = z.object({
  required: z.boolean(),
  grace_days: z.int(),
  due_at: z.iso.datetime().nullable().meta({ description: "From when other ways in are closed." }),
  break_glass: candidate.nullable(),
  /** Admins who may become the break-glass owner: with a password, and ready with a second factor. */
  candidates: z.array(candidate),
  /** Whether an admin has signed in through an enabled connection: only then can it be required. */
  admin_signed_in: z.boolean(),
});
export type SsoEnforcementDto = z.infer<typeof ssoEnforcementDto>;
export const ssoEnforcementInput = z.strictObject({
  required: z.boolean(),
  break_glass_user_id: z.uuid().nullable().optional(),
  grace_days: z
    .int()
    .min(0)
    .max(MAX_GRACE_DAYS)
    .optional()
    .meta({ description: "Days in which other ways to sign in still work. Left out: as before." }),
});
export type SsoEnforcementInput = z.input<typeof ssoEnforcementInput>;
