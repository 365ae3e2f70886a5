import * as z from "zod";
import { securityPolicy } from "@/lib/tenancy/policies/schema";

export const securityPolicyDto = securityPolicy.extend({
  version: z.int().meta({ description: "0 while the platform's own rules apply. The ETag, for If-Match." }),
  changed_at: z.iso.datetime().nullable(),
  changed_by: z.string(),
  mfa_since: z.iso.datetime().nullable(),
  sso_since: z.iso.datetime().nullable(),
  your_address: z.string().nullable().meta({ description: "Where this request came from." }),
  has_sso_connection: z.boolean().meta({ description: "Whether single sign-on can be required." }),
});
export type SecurityPolicyDto = z.output<typeof securityPolicyDto>;

const keyName = z.object({ id: z.uuid(), name: z.string(), last_four: z.string() });

/** What a change would do, before it is made. */
export const policyImpactDto = z.object({
  changes: z.array(z.string()).meta({ description: "Sections that differ from the policy in force." }),
  weakens: z.array(z.string()).meta({ description: "Sections that ask for less than now." }),
  members: z.int(),
  members_without_mfa: z.int(),
  members_blocked_now: z.int().meta({ description: "Of those, the ones whose days of grace are over." }),
  devices_untrusted: z.int().meta({ description: "Browsers that are asked for the second step again." }),
  members_outside_domains: z.int().meta({ description: "They stay; nobody else of their domain may join." }),
  sessions: z.int(),
  sessions_ending: z.int(),
  sessions_outside: z.int().meta({ description: "Seen last from an address outside the list." }),
  keys: z.int(),
  keys_stopping: z.array(keyName).meta({ description: "Keys that are older than the policy allows." }),
  keys_shortened: z.int().meta({ description: "Keys that will stop sooner than they were made for." }),
  keys_outside: z.int(),
});
export type PolicyImpact = z.output<typeof policyImpactDto>;
