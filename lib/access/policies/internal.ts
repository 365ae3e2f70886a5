import "server-only";
import { canRequireSso } from "@/lib/access/single-sign-on/enforcement/can-require-sso";
import { hasFactor } from "@/lib/auth/mfa/has-factor";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, type FieldError, ValidationError } from "@/lib/core/errors";
import { parseIp } from "@/lib/core/ip-address";
import { PASSWORD_MIN_LENGTH } from "@/lib/core/password-rules";
import { POLICY_SECTIONS, type PolicySection } from "@/lib/notifications/mail/schema";
import { domainOf } from "@/lib/tenancy/policies/email-domain";
import { allowedBlocks, isAllowedAddress } from "@/lib/tenancy/policies/policy-refusal";
import { type SecurityPolicy, type StoredPolicy, SUPPORT_ACCESS } from "@/lib/tenancy/policies/schema";
import { withSystem } from "@/lib/tenancy/with-system";

/** The policy after a change. The days on which rules began are ours to write, not the caller's. */
export function mergePolicy(
  current: StoredPolicy,
  change: Partial<SecurityPolicy>,
  now: Date = new Date(),
): StoredPolicy {
  const given = Object.fromEntries(Object.entries(change).filter(([, section]) => section !== undefined));
  const next: StoredPolicy = { ...current, ...given };
  next.mfa_since = next.mfa.required ? (current.mfa_since ?? now.toISOString()) : null;
  next.sso_since = next.sso.required ? (current.sso.required ? current.sso_since : now.toISOString()) : null;
  return next;
}

/** The sections in which two policies differ. */
export function changedSections(before: SecurityPolicy, after: SecurityPolicy): PolicySection[] {
  return POLICY_SECTIONS.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}

/** Sections of `after` that ask for less. */
export function weakenedSections(before: SecurityPolicy, after: SecurityPolicy): PolicySection[] {
  const longer = (was: number | null, is: number | null) => was !== null && (is === null || is > was);
  const listed = (policy: SecurityPolicy) => policy.ip_allowlist.entries.map(({ cidr }) => cidr);
  const looser: Record<PolicySection, boolean> = {
    mfa:
      after.mfa.trusted_device_days > before.mfa.trusted_device_days ||
      (before.mfa.required && (!after.mfa.required || after.mfa.grace_days > before.mfa.grace_days)),
    sso: before.sso.required && (!after.sso.required || after.sso.grace_days > before.sso.grace_days),
    session:
      longer(before.session.idle_minutes, after.session.idle_minutes) ||
      longer(before.session.absolute_minutes, after.session.absolute_minutes),
    password: after.password.min_length < before.password.min_length,
    email_domains:
      before.email_domains.length > 0 &&
      (after.email_domains.length === 0 ||
        after.email_domains.some((domain) => !before.email_domains.includes(domain))),
    ip_allowlist:
      before.ip_allowlist.enabled &&
      (!after.ip_allowlist.enabled || listed(after).some((cidr) => !listed(before).includes(cidr))),
    api_keys: longer(before.api_keys.max_days, after.api_keys.max_days),
    support:
      SUPPORT_ACCESS.indexOf(after.support.access) < SUPPORT_ACCESS.indexOf(before.support.access) ||
      (before.support.notify && !after.support.notify),
  };
  return POLICY_SECTIONS.filter((key) => looser[key]);
}

/**
 * Refuses a policy that contradicts itself or would keep its own editor out: whoever saves it can always take it back.
 * @throws ValidationError ip_excludes_you, ip_required, domain_excludes_you, mfa_set_up_first, password_needs_mfa;
 *   ConflictError sso_no_connection
 */
export async function assertPolicy(
  ctx: TenantContext,
  before: StoredPolicy,
  after: StoredPolicy,
): Promise<void> {
  if (after.sso.required && !before.sso.required && !(await canRequireSso(ctx))) {
    throw new ConflictError("Set single sign-on up first, with an admin who got in through it.", {
      reason: "sso_no_connection",
    });
  }
  const errors = [...ruleErrors(after), ...addressErrors(ctx, after), ...domainErrors(ctx, before, after)];
  if (after.mfa.required && !before.mfa.required && !(await editorHasFactor(ctx))) {
    errors.push({
      path: "mfa.required",
      code: "mfa_set_up_first",
      message: "Set up two-step sign-in for yourself first.",
    });
  }
  if (errors.length > 0) throw new ValidationError(errors);
}

function ruleErrors(after: StoredPolicy): FieldError[] {
  if (after.password.min_length >= PASSWORD_MIN_LENGTH || after.mfa.required) return [];
  return [
    {
      path: "password.min_length",
      code: "password_needs_mfa",
      message: `Fewer than ${PASSWORD_MIN_LENGTH} characters need two-step sign-in for everybody.`,
    },
  ];
}

function addressErrors(ctx: TenantContext, after: StoredPolicy): FieldError[] {
  if (!after.ip_allowlist.enabled || isAllowedAddress(allowedBlocks(after), ctx.ip)) return [];
  const seen = ctx.ip && parseIp(ctx.ip) ? ctx.ip : "unknown";
  return [
    {
      path: "ip_allowlist.entries",
      code: "ip_excludes_you",
      message: `Your own address, ${seen}, is not on the list: you would lock yourself out.`,
    },
  ];
}

function domainErrors(ctx: TenantContext, before: StoredPolicy, after: StoredPolicy): FieldError[] {
  if (after.email_domains.length === 0 || ctx.actor.type !== "user") return [];
  if (JSON.stringify(before.email_domains) === JSON.stringify(after.email_domains)) return [];
  const own = domainOf(ctx.actor.email);
  if (after.email_domains.includes(own)) return [];
  return [
    {
      path: "email_domains",
      code: "domain_excludes_you",
      message: `Your own domain, ${own}, is not on the list.`,
    },
  ];
}

async function editorHasFactor(ctx: TenantContext): Promise<boolean> {
  if (ctx.actor.type !== "user") return false;
  const { userId } = ctx.actor;
  return withSystem((tx) => hasFactor(tx, userId));
}
