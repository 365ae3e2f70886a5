import type { Actor, TenantFacts } from "@/lib/core/context";
import type { Decision, DenialReason } from "@/lib/core/decision";
import type { ErrorCode } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { hasCapability, statusAllows } from "@/lib/tenancy/capabilities";
import { isPermission, permissionSpec } from "./permissions";

export type DecisionFacts = {
  actor: Actor;
  tenant: Pick<TenantFacts, "status" | "billingState" | "entitlements">;
  /** Union of the roles' permissions, denies already taken off. For a key: its creator's, as they are now. */
  permissions: ReadonlySet<string>;
};

/**
 * The only authority on what an actor may do: roles ∩ key scopes ∩ tenant status and billing ∩ plan features.
 * Pure, so that a simulator and the real check cannot differ.
 */
export function decide(facts: DecisionFacts, permission: string): Decision {
  const deny = (code: ErrorCode, reason: DenialReason, message: string): Decision => ({
    allowed: false,
    id: newId(),
    permission,
    code,
    reason,
    message,
  });
  if (!isPermission(permission) || !facts.permissions.has(permission)) {
    return deny("permission_denied", "role_lacks_permission", `This needs the permission ${permission}.`);
  }
  if (facts.actor.type === "api_key" && !facts.actor.scopes.includes(permission)) {
    return deny("permission_denied", "key_lacks_scope", `This key lacks the scope ${permission}.`);
  }
  const { capability, feature } = permissionSpec(permission);
  const { status, billingState } = facts.tenant;
  if (!hasCapability(status, billingState, capability)) {
    if (status === "suspended") {
      return deny("tenant_suspended", "tenant_suspended", "This workspace is suspended.");
    }
    if (!statusAllows(status, capability)) {
      return status === "provisioning" || status === "pending_approval"
        ? deny("tenant_unavailable", "tenant_not_ready", "This workspace is not ready yet.")
        : deny("permission_denied", "tenant_read_only", "This workspace is read-only.");
    }
    if (billingState === "suspended") {
      return deny(
        "tenant_suspended",
        "tenant_suspended",
        "This workspace is suspended until its invoice is paid.",
      );
    }
    return deny("payment_past_due", "payment_past_due", "Subscription expired");
  }
  if (feature && !facts.tenant.entitlements[feature]?.enabled) {
    return deny("feature_unavailable", "plan_lacks_feature", `Your plan does not include ${feature}.`);
  }
  return { allowed: true, id: newId(), permission };
}
