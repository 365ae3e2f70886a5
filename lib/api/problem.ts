import "server-only";
import { DomainError, type ErrorCode, type FieldError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { logger } from "@/lib/infra/logger";
import { sizedResponse } from "./response-size";

/** The one table from reasons to HTTP. */
export const STATUS_OF: Record<ErrorCode, number> = {
  invalid_request: 400,
  validation_failed: 422,
  unauthenticated: 401,
  subscription_required: 402,
  payment_past_due: 402,
  permission_denied: 403,
  ip_not_allowed: 403,
  sso_required: 403,
  mfa_required: 403,
  password_change_required: 403,
  step_up_required: 403,
  feature_unavailable: 402,
  not_found: 404,
  conflict: 409,
  idempotency_in_progress: 409,
  idempotency_key_reused: 422,
  precondition_failed: 412,
  payload_too_large: 413,
  unsupported_media_type: 415,
  tenant_suspended: 423,
  tenant_unavailable: 503,
  rate_limited: 429,
  quota_exceeded: 429,
  limit_reached: 402,
  upstream_failed: 502,
  service_unavailable: 503,
};

const TITLES: Partial<Record<ErrorCode, string>> = {
  subscription_required: "Subscription expired",
  payment_past_due: "Subscription expired",
  quota_exceeded: "Usage limit exceeded",
  rate_limited: "Too many requests",
  not_found: "Not found",
  validation_failed: "Validation failed",
  unauthenticated: "Not signed in",
  permission_denied: "Permission denied",
  ip_not_allowed: "Address not allowed",
  sso_required: "Single sign-on required",
  mfa_required: "Two-step sign-in required",
  password_change_required: "New password required",
  step_up_required: "Confirm that it is you",
  tenant_suspended: "Workspace suspended",
  limit_reached: "Plan limit reached",
  feature_unavailable: "Not in your plan",
};

/** What a problem is called in its `title`. */
export function titleOf(code: ErrorCode): string {
  return TITLES[code] ?? code.replaceAll("_", " ").replace(/^./, (letter) => letter.toUpperCase());
}

/** Body of every error answer (RFC 9457, application/problem+json). */
export type ProblemBody = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  request_id: string;
  decision_id?: string;
  receipt?: string;
  subject?: string;
  reason?: string;
  errors?: FieldError[];
};

/** The answer to an error. Anything that is no DomainError is logged with its cause and told as a plain 503. */
export function problemResponse(error: unknown, requestId: string, headers: HeadersInit = {}): Response {
  const known = error instanceof DomainError ? error : unexpected(error, requestId);
  const status = STATUS_OF[known.code];
  const { subject, reason, errors, retryAfterSeconds, receipt } = known.details;
  // Every refusal for payment, permission or a limit can be named, also where there is no receipt to open.
  const decisionId = known.details.decisionId ?? ([402, 403, 429].includes(status) ? newId() : undefined);
  const body: ProblemBody = {
    type: `/docs/api#error-${known.code}`,
    title: titleOf(known.code),
    status,
    detail: known.message,
    code: known.code,
    request_id: requestId,
    ...(decisionId && { decision_id: decisionId }),
    ...(receipt && { receipt }),
    ...(subject && { subject }),
    ...(reason && { reason }),
    ...(errors && { errors }),
  };
  const answer = new Headers(headers);
  answer.set("content-type", "application/problem+json");
  answer.set("cache-control", "private, no-store");
  answer.set("x-request-id", requestId);
  const retryAfter = retryAfterSeconds ?? (status === 503 ? 5 : undefined);
  if (retryAfter !== undefined) answer.set("retry-after", String(retryAfter));
  if (status === 401) answer.set("www-authenticate", 'Bearer realm="atrium"');
  return sizedResponse(JSON.stringify(body), { status, headers: answer });
}

function unexpected(error: unknown, requestId: string): DomainError {
  logger.error({ error, requestId }, "request failed");
  return new DomainError("service_unavailable", "Something went wrong on our side. Try again in a moment.");
}
