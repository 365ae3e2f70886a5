import "server-only";
import { blockContains, type IpBlock, parseIp, parseIpBlock } from "@/lib/core/ip-address";
import { readStoredPolicy, type SecurityPolicy, type StoredPolicy } from "./schema";

/** Why a tenant's policy keeps somebody out; each has a way forward. */
export type PolicyReason = "ip_not_allowed" | "sso_required" | "mfa_required" | "password_change_required";

/** A tenant's policy as the request's own look-up found it, with what it needs to know of the person. */
export type AppliedPolicy = {
  policy: StoredPolicy;
  /** Blocks of the allowlist; null when anybody's address will do. */
  allowed: readonly IpBlock[] | null;
  hasFactor: boolean;
  memberSince: Date | null;
  /** How the session began; null for a key. */
  method: string | null;
  passwordDue: boolean;
  /** May do without single sign-on, with a second factor. */
  breakGlass: boolean;
};

export type PolicyRow = {
  policy: unknown;
  policy_version: number | null;
  has_factor: boolean | null;
  member_since: Date | string | null;
  session_method?: string | null;
  password_due?: boolean | null;
  break_glass?: boolean | null;
};

const DAY_MS = 86_400_000;
const MAX_KNOWN = 2_000;
/** Reading a policy costs more than looking it up: versions never change, so they may be kept. */
const known = new Map<string, Pick<AppliedPolicy, "policy" | "allowed">>();

/** The policy of a look-up's row, or null where the tenant never set one. */
export function readAppliedPolicy(tenantId: string, row: PolicyRow): AppliedPolicy | null {
  if (row.policy_version === null || row.policy_version === undefined) return null;
  const key = `${tenantId}:${row.policy_version}`;
  let parsed = known.get(key);
  if (!parsed) {
    const policy = readStoredPolicy(row.policy);
    parsed = { policy, allowed: allowedBlocks(policy) };
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(key, parsed);
  }
  return {
    ...parsed,
    hasFactor: row.has_factor ?? false,
    memberSince: row.member_since === null ? null : new Date(row.member_since),
    method: row.session_method ?? null,
    passwordDue: row.password_due ?? false,
    breakGlass: row.break_glass ?? false,
  };
}

/** The blocks an address must lie in, or null when the list is off. A list without entries allows nobody. */
export function allowedBlocks(policy: Pick<SecurityPolicy, "ip_allowlist">): IpBlock[] | null {
  if (!policy.ip_allowlist.enabled) return null;
  return policy.ip_allowlist.entries
    .map(({ cidr }) => parseIpBlock(cidr))
    .filter((block): block is IpBlock => block !== null);
}

/** Whether an address is on the list. An address that cannot be read is not. */
export function isAllowedAddress(blocks: readonly IpBlock[] | null, ip: string | null): boolean {
  if (blocks === null) return true;
  const address = ip === null ? null : parseIp(ip);
  return address !== null && blocks.some((block) => blockContains(block, address));
}

/** The moment from which this member needs a second factor; null while the rule is off. */
export function mfaDueAt(policy: StoredPolicy, memberSince: Date | null): Date | null {
  if (!policy.mfa.required || policy.mfa_since === null) return null;
  const start = Math.max(Date.parse(policy.mfa_since), memberSince?.getTime() ?? 0);
  return new Date(start + policy.mfa.grace_days * DAY_MS);
}

/** The moment from which only single sign-on opens the workspace; null while the rule is off. */
export function ssoDueAt(policy: StoredPolicy): Date | null {
  if (!policy.sso.required) return null;
  // One from before there were days of grace is in force.
  return new Date(Date.parse(policy.sso_since ?? new Date(0).toISOString()) + policy.sso.grace_days * DAY_MS);
}

/**
 * Why the policy keeps this caller out, or null. A key stands for its maker: it needs the maker's second factor, but
 * neither a session's limits nor a password. Staff in a support session proved their own factors; the addresses count. A
 * service account is nobody who could have a factor.
 */
export function policyRefusal(
  applied: AppliedPolicy | null,
  caller:
    | { type: "user"; mfaAt: Date | null; ip: string | null }
    | { type: "api_key" | "service_account" | "support"; ip: string | null },
  now: Date = new Date(),
): PolicyReason | null {
  if (!applied) return null;
  const { policy } = applied;
  if (!isAllowedAddress(applied.allowed, caller.ip)) return "ip_not_allowed";
  if (caller.type === "support") return null;
  const ssoDue = ssoDueAt(policy);
  if (caller.type === "user" && ssoDue !== null && ssoDue <= now && !isSsoMethod(applied.method)) {
    if (!applied.breakGlass) return "sso_required";
    if (caller.mfaAt === null) return "mfa_required";
  }
  if (caller.type === "service_account") return null;
  const due = mfaDueAt(policy, applied.memberSince);
  const hasMfa = caller.type === "user" ? caller.mfaAt !== null : applied.hasFactor;
  if (due !== null && due <= now && !hasMfa) return "mfa_required";
  if (caller.type === "user" && applied.passwordDue) return "password_change_required";
  return null;
}

/** Sessions begun through a tenant's own identity provider carry `sso:` and the connection's id. */
export function isSsoMethod(method: string | null): boolean {
  return method?.startsWith("sso:") ?? false;
}

/** When a key of this age stops working under the policy; null without a maximum. */
export function keyEndsAt(policy: SecurityPolicy, createdAt: Date): Date | null {
  const { max_days: days } = policy.api_keys;
  return days === null ? null : new Date(createdAt.getTime() + days * DAY_MS);
}
