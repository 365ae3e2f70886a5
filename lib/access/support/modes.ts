import type { Denial } from "../decide";
import { isPermission, type Permission } from "../permissions";

/** What staff in a member's place may do with a permission: in both modes, in write mode only, or in none. */
export type SupportReach = "read" | "write" | "never";

/**
 * Every permission has its line: one without it does not compile. Never: credentials, keys, single sign-on, security
 * rules, who is who, money, exports of people's data, and whatever cannot be taken back.
 */
export const SUPPORT_REACH: Readonly<Record<Permission, SupportReach>> = {
  "tenant:read": "read",
  "tenant:update": "write",
  "tenant:rename": "never",
  "tenant:delete": "never",
  "branding:update": "write",
  "features:update": "never",
  "domains:read": "read",
  "domains:manage": "never",
  "members:read": "read",
  "members:invite": "never",
  "members:update": "never",
  "members:remove": "never",
  "members:reset_mfa": "never",
  "roles:read": "read",
  "roles:manage": "never",
  "roles:delete": "never",
  "teams:read": "read",
  "teams:lead": "never",
  "teams:manage": "never",
  "teams:roles": "never",
  "agents:read": "read",
  "agents:create": "write",
  "agents:update": "write",
  "agents:archive": "write",
  "usage:read": "read",
  "usage:record": "never",
  "billing:read": "never",
  "billing:manage": "never",
  "api_keys:read": "read",
  "api_keys:create": "never",
  "api_keys:create_permanent": "never",
  "api_keys:revoke": "never",
  "personal_tokens:create": "never",
  "service_accounts:read": "read",
  "service_accounts:manage": "never",
  "data:export": "never",
  "audit:read": "read",
  "security:read": "read",
  "security:update": "never",
  "sso:read": "read",
  "sso:manage": "never",
  "integrations:read": "read",
  "integrations:manage": "never",
  "support:read": "read",
  "support:manage": "never",
};

/** Why a support session may not use a permission, whatever roles the member has; null when it may. */
export function supportDenial(mode: "read" | "write", permission: string): Denial | null {
  const reach = isPermission(permission) ? SUPPORT_REACH[permission] : "never";
  if (reach === "read" || (reach === "write" && mode === "write")) return null;
  return reach === "write"
    ? {
        code: "permission_denied",
        reason: "support_read_only",
        message: "This support session is read-only.",
      }
    : {
        code: "permission_denied",
        reason: "support_off_limits",
        message: "This is off limits in a support session.",
      };
}

/**
 * Routes that change something and may be called in write mode. Any other one is refused, new ones too; the permission
 * of each is judged by decide() as well.
 */
export const SUPPORT_WRITES: ReadonlySet<string> = new Set([
  "POST /api/v1/agents",
  "PUT /api/v1/agents/{id}",
  "PUT /api/v1/agents/{id}/status",
  "PUT /api/v1/tenants/{id}",
  "PUT /api/v1/checklist",
  "POST /api/v1/branding/assets",
  "PUT /api/v1/branding/draft",
  "DELETE /api/v1/branding/draft",
  "POST /api/v1/branding/publications",
]);
