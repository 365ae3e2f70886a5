/** Closed list of reasons a verb can refuse with. One table in lib/api/problem.ts maps each to an HTTP status. */
export const ERROR_CODES = [
  "invalid_request",
  "validation_failed",
  "unauthenticated",
  "subscription_required",
  "payment_past_due",
  "permission_denied",
  "ip_not_allowed",
  "sso_required",
  "mfa_required",
  "password_change_required",
  "step_up_required",
  "feature_unavailable",
  "not_found",
  "conflict",
  "idempotency_in_progress",
  "idempotency_key_reused",
  "precondition_failed",
  "payload_too_large",
  "unsupported_media_type",
  "tenant_suspended",
  "tenant_unavailable",
  "rate_limited",
  "quota_exceeded",
  "limit_reached",
  "upstream_failed",
  "service_unavailable",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** One invalid field. `path` uses dots, as in `members.0.email`; `code` is a stable message key. */
export type FieldError = {
  path: string;
  code: string;
  message: string;
  /** Figures that the translated message names. */
  params?: Record<string, string | number>;
};

export type ErrorDetails = {
  /** Field errors, shown beside their inputs. */
  errors?: FieldError[];
  /** Seconds until a retry can succeed; becomes `Retry-After`. */
  retryAfterSeconds?: number;
  /** Id of the access decision that refused (402, 403, 429). */
  decisionId?: string;
  /** Permission, feature or limit that was missing. */
  subject?: string;
  /** Stable finer reason, for example `slug_taken`; the interface translates it. */
  reason?: string;
  /** Where the holder reads why, on a workspace's host. */
  receipt?: string;
  /** The counter and its limit at that moment. */
  figures?: { used: number | null; limit: number | null; resetsAt: Date | null };
  cause?: unknown;
};

/** Base of every error a verb throws. `message` is for the caller; driver text belongs in `cause`. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = "DomainError";
    this.code = code;
    this.details = details;
  }
}

export class NotFoundError extends DomainError {
  constructor(noun = "resource") {
    super("not_found", `No such ${noun}.`);
  }
}

export class ConflictError extends DomainError {
  constructor(message: string, details: ErrorDetails = {}) {
    super("conflict", message, details);
  }
}

export class ValidationError extends DomainError {
  constructor(errors: FieldError[], message = "Some fields are not valid.") {
    super("validation_failed", message, { errors });
  }
}

export class UnauthenticatedError extends DomainError {
  constructor(message = "Sign in to continue.", details: ErrorDetails = {}) {
    super("unauthenticated", message, details);
  }
}

export class PermissionError extends DomainError {
  constructor(permission: string, details: ErrorDetails = {}) {
    super("permission_denied", `This needs the permission ${permission}.`, {
      subject: permission,
      ...details,
    });
  }
}

export class LimitError extends DomainError {
  constructor(subject: string, message: string, details: ErrorDetails = {}) {
    super("limit_reached", message, { subject, ...details });
  }
}
