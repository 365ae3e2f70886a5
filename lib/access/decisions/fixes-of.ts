import "server-only";
import { listAdmins } from "@/lib/access/policies/list-admins";
import { readRoles } from "@/lib/access/roles/read-roles";
import type { TenantContext } from "@/lib/core/context";
import { isFeatureKey, PLANS, smallestPlanWith } from "@/lib/entitlements/catalogue";
import { ACCOUNT_ROLE_PERMISSIONS, isPermission, permissionSpec } from "../permissions";
import { listPayers } from "./list-payers";
import type { Explanation, Fix } from "./schema";

const MOST_PEOPLE = 5;

type Person = Fix["who"][number];

/** What would make the answer yes, step by step, and who can do it: everything, whoever asks. See visibleFixes(). */
export async function fixesOf(
  ctx: TenantContext,
  { permission, reasons, roles }: { permission: string; reasons: string[]; roles: Explanation["roles"] },
): Promise<Fix[]> {
  if (reasons.length === 0) return [];
  const [admins, payers, all] = await Promise.all([
    listAdmins(ctx.tenant.id),
    listPayers(ctx.tenant.accountId),
    readRoles(ctx),
  ]);
  const some = admins.slice(0, MOST_PEOPLE);
  const people = { admins: some, payers: payers.length > 0 ? payers : some };
  return reasons.flatMap((reason) => {
    if (reason !== "role_lacks_permission") return fixOf(reason, permission, people);
    const denying = roles
      .filter((role) => role.effect === "deny")
      .map(({ role, name }) => ({ key: role, name }));
    const giving = all
      .filter((role) => role.permissions.includes(permission))
      .map(({ key, name }) => ({ key, name }));
    const fix = { plan: null, feature: null };
    if (denying.length > 0)
      return [{ ...fix, kind: "change_denying_role" as const, roles: denying, who: people.admins }];
    if (giving.length > 0) return [{ ...fix, kind: "give_role" as const, roles: giving, who: people.admins }];
    const byAccount = Object.values(ACCOUNT_ROLE_PERMISSIONS).some((keys: readonly string[]) =>
      keys.includes(permission),
    );
    const kind = byAccount ? ("account_role" as const) : ("ask_admin" as const);
    return [{ ...fix, kind, roles: [], who: byAccount ? people.payers : people.admins }];
  });
}

function fixOf(reason: string, permission: string, people: { admins: Person[]; payers: Person[] }): Fix[] {
  const fix = (kind: Fix["kind"], who: Person[], rest: Partial<Fix> = {}): Fix[] => [
    { kind, roles: [], plan: null, feature: null, who, ...rest },
  ];
  const feature = isPermission(permission) ? (permissionSpec(permission).feature ?? null) : permission;
  switch (reason) {
    case "member_inactive":
      return fix("reactivate", people.admins);
    case "service_account_disabled":
      return fix("enable_service_account", people.admins);
    case "key_revoked":
    case "key_expired":
      return fix("new_key", people.admins);
    case "key_lacks_scope":
      return fix("widen_key", people.admins);
    case "key_role_lacks_permission":
      return fix("change_key_role", people.admins);
    case "key_address_not_allowed":
      return fix("change_key_addresses", people.admins);
    case "ip_not_allowed":
    case "sso_required":
    case "mfa_required":
    case "password_change_required":
      return fix("sign_in_otherwise", people.admins);
    case "plan_lacks_feature": {
      const plan = feature && isFeatureKey(feature) ? smallestPlanWith(feature) : null;
      return fix("upgrade_plan", people.payers, { plan: plan && PLANS[plan].name, feature });
    }
    case "feature_switched_off":
      return fix("switch_on", people.admins, { feature });
    case "payment_past_due":
    case "subscription_required":
      return fix("pay", people.payers);
    case "quota_exceeded":
      return [...fix("wait", []), ...fix("upgrade_plan", people.payers, { plan: null, feature })];
    case "rate_limited":
      return fix("wait", []);
    case "limit_reached":
    case "seat_limit":
      return [...fix("make_room", []), ...fix("upgrade_plan", people.payers, { plan: null, feature })];
    case "keys_not_allowed":
    case "person_needed":
      return fix("use_portal", []);
    case "step_up_required":
      return fix("confirm_identity", []);
    case "tenant_suspended":
    case "tenant_read_only":
    case "tenant_not_ready":
      return fix("ask_support", []);
    default:
      return fix("ask_admin", people.admins);
  }
}
