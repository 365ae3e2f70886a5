import type { ErrorCode } from "./errors";

/** An access decision with its reason; `id` appears in answers and in audit rows. */
export type Decision =
  | { allowed: true; id: string; permission: string }
  | {
      allowed: false;
      id: string;
      permission: string;
      code: ErrorCode;
      reason: DenialReason;
      message: string;
    };

export type DenialReason =
  | "role_lacks_permission"
  | "key_lacks_scope"
  | "key_role_lacks_permission"
  | "person_needed"
  | "support_read_only"
  | "support_off_limits"
  | "plan_lacks_feature"
  | "feature_switched_off"
  | "subscription_inactive"
  | "payment_past_due"
  | "tenant_suspended"
  | "tenant_read_only"
  | "tenant_not_ready"
  | "ip_not_allowed"
  | "key_address_not_allowed"
  | "sso_required"
  | "mfa_required"
  | "password_change_required";
