import type { SystemRoleKey } from "@/lib/access/permissions";

const NAMES: Record<SystemRoleKey, Record<"en" | "nl", string>> = {
  tenant_admin: { en: "Tenant admin", nl: "Beheerder" },
  agent_manager: { en: "Agent manager", nl: "Agentbeheerder" },
  developer: { en: "Developer", nl: "Ontwikkelaar" },
  viewer: { en: "Viewer", nl: "Lezer" },
};

/** A role's name in a mail; a tenant's own role has one name in every language. */
export function roleName(role: { key: string; name: string }, locale: "en" | "nl"): string {
  return Object.hasOwn(NAMES, role.key) ? NAMES[role.key as SystemRoleKey][locale] : role.name;
}
