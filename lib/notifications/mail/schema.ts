import * as z from "zod";
import { place } from "@/lib/core/place";

const text = z.string().max(255);
const slug = z.string().max(63);

/** Parts of a security policy, as a mail names them. */
export const POLICY_SECTIONS = [
  "mfa",
  "sso",
  "session",
  "password",
  "email_domains",
  "ip_allowlist",
  "api_keys",
  "support",
] as const;
export type PolicySection = (typeof POLICY_SECTIONS)[number];

/** Every mail the product sends and what its text needs. The worker reads payloads with the same shapes. */
export const MAIL_TEMPLATES = {
  sign_up_code: z.strictObject({ code: z.string().regex(/^\d{6}$/), minutes: z.number().int().positive() }),
  account_exists: z.strictObject({}),
  password_reset: z.strictObject({ url: z.url() }),
  password_changed: z.strictObject({}),
  two_step_on: z.strictObject({}),
  two_step_off: z.strictObject({}),
  two_step_reset: z.strictObject({ by: text, tenantName: text.nullable() }),
  two_step_reset_link: z.strictObject({ url: z.url() }),
  two_step_reset_asked: z.strictObject({
    name: text,
    email: text,
    tenantName: text.nullable(),
    url: z.url(),
  }),
  authenticator_removed: z.strictObject({}),
  passkey_added: z.strictObject({ name: text }),
  passkey_removed: z.strictObject({ name: text }),
  recovery_code_used: z.strictObject({ left: z.int().min(0) }),
  recovery_codes_renewed: z.strictObject({}),
  account_locked: z.strictObject({}),
  unlock: z.strictObject({ url: z.url() }),
  new_sign_in: z.strictObject({
    browser: text.nullable(),
    system: text.nullable(),
    ip: text.nullable(),
    /** Mails from before an update wait without one. */
    place: place.default({ kind: "unknown" }),
    signedInAt: z.iso.datetime(),
    url: z.url(),
  }),
  email_change_confirm: z.strictObject({ url: z.url() }),
  email_change_taken: z.strictObject({}),
  email_change_asked: z.strictObject({ newEmail: text, url: z.url() }),
  email_changed: z.strictObject({ newEmail: text, url: z.url() }),
  email_is_new: z.strictObject({}),
  account_deletion_asked: z.strictObject({ url: z.url(), deleteAfter: z.iso.datetime() }),
  account_deletion_cancelled: z.strictObject({}),
  account_erased: z.strictObject({}),
  account_handed_over: z.strictObject({ accountName: text, from: text, to: text, url: z.url() }),
  identity_linked: z.strictObject({ provider: text }),
  identity_unlinked: z.strictObject({ provider: text }),
  welcome: z.strictObject({ tenantName: text, slug }),
  invitation: z.strictObject({
    inviterName: text,
    tenantName: text,
    roleName: text,
    url: z.url(),
    expiresAt: z.iso.datetime(),
  }),
  invitation_accepted: z.strictObject({ name: text, tenantName: text, slug }),
  invitation_bounced: z.strictObject({ email: text, tenantName: text, slug }),
  membership_requested: z.strictObject({
    name: text,
    email: text,
    tenantName: text,
    note: z.string().max(500),
    slug,
  }),
  membership_decided: z.strictObject({ tenantName: text, roleName: text.nullable(), slug }),
  invitation_requested: z.strictObject({ email: text, tenantName: text, slug }),
  role_changed: z.strictObject({ tenantName: text, roleName: text, slug }),
  access_requested: z.strictObject({
    name: text,
    tenantName: text,
    subject: z.string().max(80),
    note: z.string().max(500),
    slug,
  }),
  access_decided: z.strictObject({
    tenantName: text,
    subject: z.string().max(80),
    roleName: text.nullable(),
    endsAt: z.iso.datetime().nullable(),
    slug,
  }),
  support_session_started: z.strictObject({
    tenantName: text,
    staffName: text,
    memberName: text,
    reason: z.string().max(500),
    ticket: z.string().max(80),
    canChange: z.boolean(),
    slug,
  }),
  support_access_requested: z.strictObject({
    tenantName: text,
    staffName: text,
    memberName: text,
    reason: z.string().max(500),
    ticket: z.string().max(80),
    canChange: z.boolean(),
    slug,
  }),
  member_removed: z.strictObject({ tenantName: text }),
  tenant_suspended: z.strictObject({ tenantName: text, reason: z.string().max(1000) }),
  tenant_reactivated: z.strictObject({ tenantName: text, slug }),
  tenant_deletion_scheduled: z.strictObject({ tenantName: text, deleteAfter: z.iso.datetime() }),
  tenant_restored: z.strictObject({ tenantName: text, slug }),
  tenant_under_review: z.strictObject({ tenantName: text }),
  tenant_info_requested: z.strictObject({ tenantName: text, question: z.string().max(2000) }),
  requests_waiting: z.strictObject({
    count: z.number().int().positive(),
    names: z.array(text).min(1).max(10),
  }),
  tenant_rejected: z.strictObject({ tenantName: text, reason: z.string().max(2000) }),
  export_ready: z.strictObject({ tenantName: text, slug, expiresAt: z.iso.datetime() }),
  tenants_parked: z.strictObject({ names: z.string().max(1000), count: z.number().int().positive() }),
  plan_changed: z.strictObject({ tenantName: text.optional(), planName: text }),
  cancel_scheduled: z.strictObject({ planName: text, endsAt: z.iso.datetime() }),
  payment_failed: z.strictObject({ planName: text }),
  security_policy_changed: z.strictObject({
    tenantName: text,
    changedBy: text,
    sections: z.array(z.enum(POLICY_SECTIONS)).min(1),
    slug,
  }),
  domain_failing: z.strictObject({ tenantName: text, hostname: text, slug, dropAt: z.iso.datetime() }),
  domain_dropped: z.strictObject({ tenantName: text, hostname: text, slug }),
  break_glass_used: z.strictObject({ tenantName: text, person: text, slug }),
  sso_certificate_expiring: z.strictObject({
    tenantName: text,
    connection: text,
    days: z.number().int().min(0),
    expiresAt: z.iso.datetime(),
    slug,
  }),
  sso_domain_failing: z.strictObject({ tenantName: text, domain: text, slug, dropAt: z.iso.datetime() }),
  sso_domain_dropped: z.strictObject({ tenantName: text, domain: text, slug }),
  api_key_created: z.strictObject({ tenantName: text, keyName: text, createdBy: text, slug }),
  api_key_ending: z.strictObject({ tenantName: text, keyName: text, slug, endsAt: z.iso.datetime() }),
  api_key_expired: z.strictObject({ tenantName: text, keyName: text, slug, endsAt: z.iso.datetime() }),
  api_key_leaked: z.strictObject({ tenantName: text, keyName: text, slug }),
} as const;

export type MailTemplate = keyof typeof MAIL_TEMPLATES;
export type MailData<T extends MailTemplate> = z.output<(typeof MAIL_TEMPLATES)[T]>;
export type MailLocale = "en" | "nl";

/** One address and nothing else: no list, no display name, no line break. */
export const mailAddress = z
  .string()
  .max(255)
  .regex(/^[^\s<>(),;:"@\\[\]]+@[^\s<>(),;:"@\\[\]]+$/);

/** A workspace's look in its mails: a picture of ours, two colours that suit each other, plain words. */
export type MailBrand = {
  name: string;
  logoUrl: string | null;
  /** `#rrggbb`, checked. */
  button: string;
  onButton: string;
  footer: string;
  poweredBy: boolean;
};

/** What a mail says, before it has a form. `note` is the small print under the line. */
export type MailContent = {
  subject: string;
  title: string;
  lines: string[];
  code?: string;
  action?: { label: string; url: string };
  note: string;
};

/** Mails about somebody's second factors; their texts have files of their own. */
/** The mails about signing in, whose texts stand together. */
export type SignInMail = Extract<
  MailTemplate,
  | "account_locked"
  | "unlock"
  | "new_sign_in"
  | `email_${string}`
  | `identity_${string}`
  | `account_deletion_${string}`
  | "account_erased"
  | "account_handed_over"
>;
export type FactorMail = Extract<
  MailTemplate,
  `two_step_${string}` | `passkey_${string}` | `recovery_code${string}` | "authenticator_removed"
>;
export type MemberMail = Extract<
  MailTemplate,
  `invitation${string}` | `membership_${string}` | `access_${string}` | "role_changed" | "member_removed"
>;
export type SupportMail = Extract<MailTemplate, `support_${string}`>;
export type KeyMail = Extract<MailTemplate, `api_key_${string}`>;

export type MailTexts = { [T in MailTemplate]: (data: MailData<T>) => MailContent };

/** Mails about a workspace's single sign-on; their texts have files of their own. */
export type SsoMail =
  | "break_glass_used"
  | "sso_certificate_expiring"
  | "sso_domain_failing"
  | "sso_domain_dropped";
