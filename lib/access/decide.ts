import type { Actor, TenantFacts } from "@/lib/core/context";
import type { Decision, DenialReason } from "@/lib/core/decision";
import type { ErrorCode } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { hasFeature } from "@/lib/entitlements/check-feature";
import { type Capability, hasCapability, statusAllows } from "@/lib/tenancy/capabilities";
import type { PolicyReason } from "@/lib/tenancy/policies/policy-refusal";
import { isPermission, permissionSpec } from "./permissions";

export type DecisionFacts = {
  actor: Actor;
  tenant: Pick<TenantFacts, "status" | "billingState" | "entitlements">;
  /** Union of the roles' permissions, denies already taken off. For a key: its creator's, as they are now. */
  permissions: ReadonlySet<string>;
  /** Why the tenant's security policy keeps this caller out; it outweighs every permission. */
  refusal?: Denial | null;
};

/**
 * The only authority on what an actor may do: security policy ∩ roles ∩ key scopes ∩ tenant status and billing ∩ plan.
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
  if (facts.refusal) return deny(facts.refusal.code, facts.refusal.reason, facts.refusal.message);
  if (!isPermission(permission) || !facts.permissions.has(permission)) {
    return deny("permission_denied", "role_lacks_permission", `This needs the permission ${permission}.`);
  }
  if (facts.actor.type === "api_key" && !facts.actor.scopes.includes(permission)) {
    return deny("permission_denied", "key_lacks_scope", `This key lacks the scope ${permission}.`);
  }
  const { capability, feature } = permissionSpec(permission);
  const denial = capabilityDenial(facts.tenant, capability);
  if (denial) return deny(denial.code, denial.reason, denial.message);
  if (feature && !hasFeature(facts.tenant.entitlements, feature)) {
    return facts.tenant.entitlements[feature]?.off
      ? deny("permission_denied", "feature_switched_off", `The feature ${feature} is switched off here.`)
      : deny("feature_unavailable", "plan_lacks_feature", `Your plan does not include ${feature}.`);
  }
  return { allowed: true, id: newId(), permission };
}

export type Denial = { code: ErrorCode; reason: DenialReason; message: string };

/** Why the tenant's status or its account's billing state takes a capability away; null when neither does. */
export function capabilityDenial(
  { status, billingState }: Pick<TenantFacts, "status" | "billingState">,
  capability: Capability,
): Denial | null {
  if (hasCapability(status, billingState, capability)) return null;
  if (status === "suspended") {
    return { code: "tenant_suspended", reason: "tenant_suspended", message: "This workspace is suspended." };
  }
  if (!statusAllows(status, capability)) {
    return status === "provisioning" || status === "pending_approval"
      ? {
          code: "tenant_unavailable",
          reason: "tenant_not_ready",
          message: "This workspace is not ready yet.",
        }
      : { code: "permission_denied", reason: "tenant_read_only", message: "This workspace is read-only." };
  }
  if (billingState === "suspended") {
    return {
      code: "tenant_suspended",
      reason: "tenant_suspended",
      message: "This workspace is suspended until its invoice is paid.",
    };
  }
  return { code: "payment_past_due", reason: "payment_past_due", message: "Subscription expired" };
}

/** What a refusal of the security policy says to the caller. It names the address that was seen: nobody else's. */
export function policyDenial(reason: PolicyReason, ip: string | null): Denial {
  return { code: reason, reason, message: policyMessage(reason, ip) };
}

function policyMessage(reason: PolicyReason, ip: string | null): string {
  switch (reason) {
    case "ip_not_allowed":
      return `This workspace accepts calls from certain addresses only; yours is ${ip ?? "unknown"}.`;
    case "sso_required":
      return "This workspace asks its members to sign in with single sign-on.";
    case "mfa_required":
      return "This workspace asks its members for two-step sign-in.";
    case "password_change_required":
      return "This workspace asks for a longer password.";
    default:
      return reason satisfies never;
  }
}
