import "server-only";
import { ScimError } from "@/lib/access/scim/protocol/scim-error";
import { STATUS_OF } from "@/lib/api/problem";
import { DomainError } from "@/lib/core/errors";
import { logger } from "@/lib/infra/logger";

const MEDIA_TYPE = "application/scim+json";
const ERROR_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:Error";

export type Problem = { status: number; scimType: string | null; detail: string; retryAfterSeconds?: number };

/** An answer of the protocol. */
export function scimResponse(
  body: unknown,
  requestId: string,
  init: { status?: number; headers?: Record<string, string> } = {},
): Response {
  const headers = new Headers({
    "cache-control": "private, no-store",
    "x-request-id": requestId,
    ...init.headers,
  });
  const status = init.status ?? 200;
  if (status === 204 || status === 304) return new Response(null, { status, headers });
  headers.set("content-type", MEDIA_TYPE);
  return new Response(JSON.stringify(body), { status, headers });
}

/** What an error is to a provider: the protocol knows fewer statuses than we do. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (!(error instanceof DomainError)) {
    logger.error({ error, requestId }, "scim request failed");
    return {
      status: 503,
      scimType: null,
      detail: "Something went wrong on our side. Try again in a moment.",
    };
  }
  const { retryAfterSeconds } = error.details;
  return {
    status: statusOf(error),
    scimType: error instanceof ScimError ? error.scimType : null,
    detail: error.message,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}

function statusOf(error: DomainError): number {
  if (error instanceof ScimError && error.status) return error.status;
  const status = STATUS_OF[error.code];
  if (status === 422) return 400;
  return status === 402 || status === 423 ? 403 : status;
}

/** RFC 7644 §3.12. */
export function scimProblem(problem: Problem, requestId: string): Response {
  const { status, scimType, detail, retryAfterSeconds = status === 503 ? 5 : undefined } = problem;
  return scimResponse(
    { schemas: [ERROR_SCHEMA], status: String(status), ...(scimType && { scimType }), detail },
    requestId,
    {
      status,
      headers: {
        ...(status === 401 && { "www-authenticate": 'Bearer realm="atrium-scim"' }),
        ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
      },
    },
  );
}
