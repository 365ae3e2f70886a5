import type { ErrorCode } from "@/lib/core/errors";

/** What each code means and what to do about it; shown in the API reference at `#error-<code>`. */
export const ERROR_HELP: Record<ErrorCode, string> = {
  invalid_request: "The body is not JSON, or the cursor or a header has no valid form.",
  validation_failed: "Some fields are not valid. `errors` names each one by its path.",
  unauthenticated:
    "There is no valid key or session. Malformed, unknown, revoked and expired keys get this same answer.",
  subscription_required: "This needs a paid plan. Choose one under Billing.",
  payment_past_due: "Subscription expired: the last payment failed. Update the payment method under Billing.",
  permission_denied: "The role or the key's scopes lack the permission named in `subject`.",
  ip_not_allowed:
    "The workspace accepts calls from certain addresses only; `detail` names the one that was seen. Ask a tenant admin.",
  sso_required: "The workspace asks its members to sign in with single sign-on.",
  mfa_required:
    "The workspace asks for two-step sign-in, and the member, or the maker of the key, has not set it up.",
  password_change_required: "The workspace asks for a longer password. Change it under Profile.",
  step_up_required:
    "Confirm that it is you (`POST /api/v1/me/step-up`) and repeat the request within ten minutes.",
  feature_unavailable: "The plan does not include this. `subject` names the feature.",
  not_found: "There is no such resource here. Another workspace's ids get this same answer.",
  conflict: "This contradicts what is there now. `reason` says how.",
  idempotency_in_progress:
    "The first request with this Idempotency-Key still runs. Repeat it after `Retry-After`.",
  idempotency_key_reused: "This Idempotency-Key was used with another body. Use a new one.",
  precondition_failed: "The resource has changed since you read it. Read it again.",
  payload_too_large: "The body is larger than 1 MB. Send less at once.",
  unsupported_media_type: "Send JSON with `Content-Type: application/json`.",
  tenant_suspended: "The workspace is suspended. Ask its administrator or our support.",
  tenant_unavailable: "The workspace is being made or moved. Try again after `Retry-After`.",
  rate_limited: "Too many requests this minute. Wait for `Retry-After` seconds.",
  quota_exceeded:
    "Usage limit exceeded: the period's calls are used up. `Retry-After` is the end of the period.",
  limit_reached: "The plan's limit named in `subject` is reached. Remove something first, or upgrade.",
  upstream_failed: "A service that we depend on did not answer. Try again later.",
  service_unavailable:
    "Something went wrong on our side. Try again after `Retry-After`, with the same Idempotency-Key.",
};
