import type { FeatureKey } from "@/lib/entitlements/catalogue";
import type { ToggleKey } from "@/lib/entitlements/toggles";
import type { Capability } from "@/lib/tenancy/capabilities";

type PermissionSpec = {
  risk: "low" | "medium" | "high";
  /** What the tenant's status and billing state must still allow. */
  capability: Capability;
  /** Feature without which nobody holds this: the plan lacks it or a switch is off. */
  feature?: FeatureKey | ToggleKey;
  /** `account`: held through the account only; no role of a tenant can hold it. */
  scope?: "account";
};

/** Every permission of a tenant. The database's tables shared.permissions and system_role_permissions are written from here. */
export const PERMISSIONS = {
  "tenant:read": { risk: "low", capability: "read" },
  "tenant:update": { risk: "medium", capability: "write" },
  "tenant:rename": { risk: "high", capability: "write" },
  "tenant:delete": { risk: "high", capability: "billing" },
  "branding:update": { risk: "medium", capability: "write" },
  "features:update": { risk: "high", capability: "write" },
  "domains:read": { risk: "low", capability: "read" },
  "domains:manage": { risk: "high", capability: "write" },
  "members:read": { risk: "low", capability: "read" },
  "members:invite": { risk: "medium", capability: "invite" },
  "members:update": { risk: "high", capability: "write" },
  "members:remove": { risk: "high", capability: "write" },
  "members:reset_mfa": { risk: "high", capability: "write" },
  "roles:read": { risk: "low", capability: "read" },
  "roles:manage": { risk: "high", capability: "write", feature: "custom_roles" },
  "roles:delete": { risk: "high", capability: "write" },
  "teams:read": { risk: "low", capability: "read" },
  "teams:lead": { risk: "medium", capability: "write" },
  "teams:manage": { risk: "medium", capability: "write" },
  "teams:roles": { risk: "high", capability: "write" },
  "agents:read": { risk: "low", capability: "read" },
  "agents:create": { risk: "medium", capability: "write" },
  "agents:update": { risk: "medium", capability: "write" },
  "agents:archive": { risk: "medium", capability: "write" },
  "usage:read": { risk: "low", capability: "read" },
  "usage:record": { risk: "low", capability: "write" },
  "billing:read": { risk: "low", capability: "billing" },
  "billing:manage": { risk: "high", capability: "billing", scope: "account" },
  "api_keys:read": { risk: "low", capability: "read" },
  "api_keys:create": { risk: "high", capability: "write", feature: "api_access" },
  "api_keys:create_permanent": { risk: "high", capability: "write" },
  "api_keys:revoke": { risk: "medium", capability: "read" },
  "service_accounts:read": { risk: "low", capability: "read" },
  "service_accounts:manage": { risk: "high", capability: "write", feature: "api_access" },
  "personal_tokens:create": { risk: "medium", capability: "write", feature: "api_access" },
  "data:export": { risk: "high", capability: "export" },
  "audit:read": { risk: "medium", capability: "read" },
  "security:read": { risk: "medium", capability: "read" },
  "security:update": { risk: "high", capability: "write" },
  "sso:read": { risk: "medium", capability: "read" },
  "sso:manage": { risk: "high", capability: "write", feature: "sso" },
  "integrations:read": { risk: "medium", capability: "read" },
  "integrations:manage": { risk: "high", capability: "write" },
  "support:read": { risk: "low", capability: "read" },
  "support:manage": { risk: "high", capability: "read" },
} as const satisfies Record<string, PermissionSpec>;

export type Permission = keyof typeof PERMISSIONS;

export const PERMISSION_KEYS = Object.keys(PERMISSIONS) as Permission[];

export function isPermission(value: string): value is Permission {
  return Object.hasOwn(PERMISSIONS, value);
}

/** The spec of a permission with its optional parts typed. */
export function permissionSpec(permission: Permission): PermissionSpec {
  return PERMISSIONS[permission];
}

/** What a role of a tenant may hold. */
export const ROLE_PERMISSION_KEYS = PERMISSION_KEYS.filter((key) => permissionSpec(key).scope !== "account");

/** `teams:lead` reaches the teams that somebody manages and those below; everybody else it gives nothing. */
const READ: Permission[] = [
  "tenant:read",
  "members:read",
  "roles:read",
  "teams:read",
  "teams:lead",
  "agents:read",
  "usage:read",
];

/** Built-in roles of every tenant, weakest last. Billing is the account's: its owner and billing admins hold it. */
export const SYSTEM_ROLES = {
  tenant_admin: { rank: 100, permissions: ROLE_PERMISSION_KEYS },
  agent_manager: {
    rank: 60,
    permissions: [...READ, "agents:create", "agents:update", "agents:archive", "personal_tokens:create"],
  },
  developer: {
    rank: 40,
    permissions: [
      ...READ,
      "agents:update",
      "usage:record",
      "api_keys:read",
      "api_keys:create",
      "api_keys:revoke",
      "service_accounts:read",
      "personal_tokens:create",
    ],
  },
  viewer: { rank: 10, permissions: READ },
} as const satisfies Record<string, { rank: number; permissions: readonly Permission[] }>;

export type SystemRoleKey = keyof typeof SYSTEM_ROLES;
export const SYSTEM_ROLE_KEYS = Object.keys(SYSTEM_ROLES) as SystemRoleKey[];

/** What an account role adds in every tenant of the account. */
export const ACCOUNT_ROLE_PERMISSIONS: Record<"owner" | "billing_admin" | "viewer", readonly Permission[]> = {
  owner: ["billing:read", "billing:manage", "tenant:delete", "data:export"],
  billing_admin: ["billing:read", "billing:manage"],
  viewer: ["billing:read"],
};
