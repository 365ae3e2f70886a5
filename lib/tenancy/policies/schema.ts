import * as z from "zod";
import { formatIpBlock, parseIpBlock } from "@/lib/core/ip-address";
import { PASSWORD_MIN_LENGTH } from "@/lib/core/password-rules";

/** Platform limits that a policy may only shorten: idle 12 h, absolute 7 d. */
export const MAX_IDLE_MINUTES = 12 * 60;
export const MAX_ABSOLUTE_MINUTES = 7 * 24 * 60;
/** Below this the minute's grain of `last_seen_at` would show. */
export const MIN_IDLE_MINUTES = 5;
export const MIN_ABSOLUTE_MINUTES = 15;
export const MAX_GRACE_DAYS = 60;
export const MAX_TRUST_DAYS = 30;
export const MAX_IP_ENTRIES = 100;
export const SHORTEST_PASSWORD = 8;
export const LONGEST_PASSWORD_RULE = 64;
export const MAX_KEY_DAYS = 365;

export const ipBlock = z
  .string()
  .max(60)
  .transform((value, ctx) => {
    const block = parseIpBlock(value);
    if (block && block.prefix > 0) return formatIpBlock(block);
    ctx.addIssue({ code: "custom", message: "ip_invalid", params: { reason: "ip_invalid" } });
    return z.NEVER;
  })
  .meta({ description: "An address or a block, as in `203.0.113.0/24` or `2001:db8::/32`." });

const emailDomain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    "domain_invalid",
  );

const mfa = z.strictObject({
  required: z.boolean(),
  grace_days: z.int().min(0).max(MAX_GRACE_DAYS).meta({
    description: "Days that a member has to set up a second factor, from the rule's start or from joining.",
  }),
  trusted_device_days: z.int().min(0).max(MAX_TRUST_DAYS).default(0).meta({
    description:
      "Days that a second step holds in one browser; 0 asks every time. The strictest workspace counts.",
  }),
});
const sso = z.strictObject({
  required: z.boolean(),
  grace_days: z.int().min(0).max(MAX_GRACE_DAYS).default(0).meta({
    description:
      "Days from the rule's start in which other ways to sign in still work; 0 closes them at once.",
  }),
});
const session = z.strictObject({
  idle_minutes: z.int().min(MIN_IDLE_MINUTES).max(MAX_IDLE_MINUTES).nullable(),
  absolute_minutes: z.int().min(MIN_ABSOLUTE_MINUTES).max(MAX_ABSOLUTE_MINUTES).nullable(),
});
const password = z.strictObject({
  min_length: z.int().min(SHORTEST_PASSWORD).max(LONGEST_PASSWORD_RULE),
});
const ipAllowlist = z.strictObject({
  enabled: z.boolean(),
  entries: z
    .array(z.strictObject({ cidr: ipBlock, label: z.string().trim().max(80).default("") }))
    .max(MAX_IP_ENTRIES),
});
export const SUPPORT_ACCESS = ["allowed", "needs_consent", "forbidden"] as const;
const support = z.strictObject({
  access: z.enum(SUPPORT_ACCESS).meta({
    description:
      "Whether our support may see the workspace as a member does: read-only without asking, after an admin's consent each time, or not at all.",
  }),
  notify: z.boolean().meta({ description: "Whether the admins get a mail when such a session starts." }),
});
const apiKeys = z.strictObject({ max_days: z.int().min(1).max(MAX_KEY_DAYS).nullable() });

export const securityPolicy = z.strictObject({
  mfa,
  sso,
  session,
  password,
  email_domains: z
    .array(emailDomain)
    .max(50)
    .transform((domains) => [...new Set(domains)])
    .meta({ description: "Domains of people who may be invited or join; empty for any." }),
  ip_allowlist: ipAllowlist,
  api_keys: apiKeys,
  support,
});
export type SecurityPolicy = z.output<typeof securityPolicy>;

/** A change names the sections it changes; each is given whole. */
export const securityPolicyInput = securityPolicy.partial();
export type SecurityPolicyInput = z.input<typeof securityPolicyInput>;

/** As it is stored: with the days on which the second factor and single sign-on became rules. */
const storedPolicy = securityPolicy
  .partial()
  .extend({ mfa_since: z.iso.datetime().nullish(), sso_since: z.iso.datetime().nullish() });
export type StoredPolicy = SecurityPolicy & { mfa_since: string | null; sso_since: string | null };

export const DEFAULT_POLICY: StoredPolicy = {
  mfa: { required: false, grace_days: 7, trusted_device_days: 0 },
  sso: { required: false, grace_days: 0 },
  session: { idle_minutes: null, absolute_minutes: null },
  password: { min_length: PASSWORD_MIN_LENGTH },
  email_domains: [],
  ip_allowlist: { enabled: false, entries: [] },
  api_keys: { max_days: null },
  support: { access: "needs_consent", notify: true },
  mfa_since: null,
  sso_since: null,
};

/**
 * The policy in a stored row.
 * @throws ZodError for a row that is no policy: refusing beats guessing
 */
export function readStoredPolicy(value: unknown): StoredPolicy {
  if (value === null || value === undefined) return DEFAULT_POLICY;
  const { mfa_since, sso_since, ...rest } = storedPolicy.parse(value);
  const policy = Object.fromEntries(Object.entries(rest).filter(([, part]) => part !== undefined));
  return { ...DEFAULT_POLICY, ...policy, mfa_since: mfa_since ?? null, sso_since: sso_since ?? null };
}
