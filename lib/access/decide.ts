import type { Actor, TenantFacts } from "@/lib/core/context";
import type { Decision, DenialReason } from "@/lib/core/decision";
import type { ErrorCode } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { hasFeature } from "@/lib/entitlements/check-feature";
import { type Capability, hasCapability, statusAllows } from "@/lib/tenancy/capabilities";
import type { PolicyReason } from "@/lib/tenancy/policies/policy-refusal";
import { isPermission, type Permission, permissionSpec } from "./permissions";
import { supportDenial } from "./support/modes";

export type DecisionFacts = {
  actor: Actor;
  tenant: Pick<TenantFacts, "status" | "billingState" | "entitlements">;
  /** Union of the roles' permissions, denies already taken off. For a key: its creator's, as they are now. */
  permissions: ReadonlySet<string>;
  /** Why the tenant's security policy keeps this caller out; it outweighs every permission. */
  refusal?: Denial | null;
};

export const GATES = ["policy", "session", "roles", "key_scopes", "status", "billing", "feature"] as const;
export type GateId = (typeof GATES)[number];

/** Every gate of a decision, in the order in which the first refusal counts. */
const CHECKS: Record<GateId, (facts: DecisionFacts, permission: string) => Denial | null> = {
  policy: ({ refusal }) => refusal ?? null,
  session: ({ actor }, permission) =>
    actor.type === "user" && actor.support ? supportDenial(actor.support.mode, permission) : null,
  roles: ({ permissions }, permission) =>
    isPermission(permission) && permissions.has(permission)
      ? null
      : {
          code: "permission_denied",
          reason: "role_lacks_permission",
          message: `This needs the permission ${permission}.`,
        },
  key_scopes: ({ actor }, permission) =>
    actor.type === "api_key" ? (personDenial(actor, permission) ?? scopeDenial(actor, permission)) : null,
  status: ({ tenant }, permission) => {
    const denial = stateDenial(tenant, permission);
    return denial?.by === "status" ? denial.denial : null;
  },
  billing: ({ tenant }, permission) => {
    const denial = stateDenial(tenant, permission);
    return denial?.by === "billing" ? denial.denial : null;
  },
  feature: ({ tenant }, permission) => (isPermission(permission) ? featureDenial(tenant, permission) : null),
};

/**
 * The only authority on what an actor may do: security policy ∩ session mode ∩ roles ∩ key scopes ∩ tenant status and billing ∩ plan.
 * Pure, so that a simulator and the real check cannot differ.
 */
export function decide(facts: DecisionFacts, permission: string): Decision {
  for (const gate of GATES) {
    const denial = CHECKS[gate](facts, permission);
    if (denial) return { allowed: false, id: newId(), permission, ...denial };
  }
  return { allowed: true, id: newId(), permission };
}

type KeyActor = Extract<Actor, { type: "api_key" }>;

/** An invitation stands in a person's name and ends with their right to invite: a service account has nobody's. */
function personDenial({ serviceAccountId }: KeyActor, permission: string): Denial | null {
  if (serviceAccountId === null || permission !== "members:invite") return null;
  return {
    code: "permission_denied",
    reason: "person_needed",
    message: "Only a person can do this, not a service account.",
  };
}

function scopeDenial({ scopes, roles }: KeyActor, permission: string): Denial | null {
  if (scopes.includes(permission)) return null;
  if (roles !== null) {
    return {
      code: "permission_denied",
      reason: "key_role_lacks_permission",
      message: `The roles of this key (${roles.join(", ") || "none any more"}) do not allow ${permission}.`,
    };
  }
  return {
    code: "permission_denied",
    reason: "key_lacks_scope",
    message: `This key lacks the scope ${permission}.`,
  };
}

export type TraceStep = { gate: GateId; denial: Denial | null };

/** The same decision with the answer of every gate, those after the first refusal as well. */
export function explainDecision(
  facts: DecisionFacts,
  permission: string,
): { decision: Decision; steps: TraceStep[] } {
  return {
    decision: decide(facts, permission),
    steps: GATES.map((gate) => ({ gate, denial: CHECKS[gate](facts, permission) })),
  };
}

/** Whether the tenant's own status or its account's billing state takes the permission's capability away. */
function stateDenial(
  tenant: DecisionFacts["tenant"],
  permission: string,
): { by: "status" | "billing"; denial: Denial } | null {
  if (!isPermission(permission)) return null;
  const { capability } = permissionSpec(permission);
  const denial = capabilityDenial(tenant, capability);
  if (!denial) return null;
  const isOwn = tenant.status === "suspended" || !statusAllows(tenant.status, capability);
  return { by: isOwn ? "status" : "billing", denial };
}

function featureDenial({ entitlements }: DecisionFacts["tenant"], permission: Permission): Denial | null {
  const { feature } = permissionSpec(permission);
  if (!feature || hasFeature(entitlements, feature)) return null;
  return entitlements[feature]?.off
    ? {
        code: "permission_denied",
        reason: "feature_switched_off",
        message: `The feature ${feature} is switched off here.`,
      }
    : {
        code: "feature_unavailable",
        reason: "plan_lacks_feature",
        message: `Your plan does not include ${feature}.`,
      };
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

/** Why a workspace takes no calls of keys at all, whatever a key may do; null when it does. */
export function apiDenial(tenant: DecisionFacts["tenant"]): Denial | null {
  const denial = capabilityDenial(tenant, "api");
  if (denial || hasFeature(tenant.entitlements, "api_access")) return denial;
  const reason = tenant.entitlements.api_access?.off ? "feature_switched_off" : "plan_lacks_feature";
  return { code: "permission_denied", reason, message: "API access is not available here." };
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
