import { proveCsrf } from "./csrf/prove-csrf";
import { proveEnumeration } from "./enumeration/prove-enumeration";
import { proveFactors } from "./factors/prove-factors";
import { proveHosts } from "./hosts/prove-hosts";
import { proveInvitations } from "./invitations/prove-invitations";
import { proveKeys } from "./keys/prove-keys";
import { proveLockout } from "./lockout/prove-lockout";
import { proveRedirects } from "./redirects/prove-redirects";
import type { AccessReport } from "./report";
import { proveRoles } from "./roles/prove-roles";
import { proveScim } from "./scim/prove-scim";
import { proveSessions } from "./sessions/prove-sessions";
import { proveSimulator } from "./simulator/prove-simulator";
import { proveSso } from "./sso/prove-sso";
import type { AccessStage } from "./stage";
import { proveSubdomains } from "./subdomains/prove-subdomains";
import { proveSupport } from "./support/prove-support";
import { proveTokens } from "./tokens/prove-tokens";

export type PartName = keyof typeof PARTS;
type Part = (stage: AccessStage, report: AccessReport) => Promise<void>;

/** of docs/security.md by subject; `--only` picks some. */
export const PARTS = {
  factors: proveFactors,
  lockout: proveLockout,
  sessions: proveSessions,
  enumeration: proveEnumeration,
  roles: proveRoles,
  keys: proveKeys,
  simulator: proveSimulator,
  sso: proveSso,
  csrf: proveCsrf,
  redirects: proveRedirects,
  hosts: proveHosts,
  subdomains: proveSubdomains,
  scim: proveScim,
  support: proveSupport,
  invitations: proveInvitations,
  tokens: proveTokens,
} satisfies Record<string, Part>;
