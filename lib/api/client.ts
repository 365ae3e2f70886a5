import type { ErrorCode, FieldError } from "@/lib/core/errors";

/** Fired on `window` when a request is answered 401: the shell asks to sign in again and keeps the page's state. */
export const SESSION_EXPIRED_EVENT = "atrium:session-expired";

/** `network_error`: no answer at all. `unexpected_response`: an answer that is no problem document. */
export type ApiErrorCode = ErrorCode | "network_error" | "unexpected_response";

type QueryValue = string | number | boolean | null | undefined;

export type RequestOptions<T> = {
  /** Search parameters; `null`, `undefined` and empty strings are left out. */
  query?: Record<string, QueryValue>;
  body?: unknown;
  /** A file instead of a body; its own type is sent. */
  file?: Blob;
  /** Set it to make a repeated submit safe; every POST gets a fresh one otherwise. */
  idempotencyKey?: string;
  /** Checks the answer, for example with the DTO schema of `lib/<domain>/schema.ts`. */
  schema?: { parse: (value: unknown) => T };
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

type ApiErrorFields = {
  status: number;
  code: ApiErrorCode;
  title: string;
  detail?: string;
  requestId?: string;
  decisionId?: string;
  receipt?: string;
  errors?: FieldError[];
  retryAfterSeconds?: number;
  reason?: string;
  subject?: string;
};

/** A refused request, read from an `application/problem+json` answer (RFC 9457). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: ApiErrorCode;
  readonly title: string;
  readonly detail: string | undefined;
  readonly requestId: string | undefined;
  readonly decisionId: string | undefined;
  /** Page of the workspace that says why, for refusals that were written down. */
  readonly receipt: string | undefined;
  /** Invalid fields; `path` uses dots, as in `members.0.email`. */
  readonly errors: FieldError[];
  readonly retryAfterSeconds: number | undefined;
  /** Stable finer cause, for example `slug_taken`. */
  readonly reason: string | undefined;
  /** Permission, feature or limit that was missing. */
  readonly subject: string | undefined;

  constructor(fields: ApiErrorFields) {
    super(fields.detail ?? fields.title);
    this.name = "ApiError";
    this.status = fields.status;
    this.code = fields.code;
    this.title = fields.title;
    this.detail = fields.detail;
    this.requestId = fields.requestId;
    this.decisionId = fields.decisionId;
    this.receipt = fields.receipt;
    this.errors = fields.errors ?? [];
    this.retryAfterSeconds = fields.retryAfterSeconds;
    this.reason = fields.reason;
    this.subject = fields.subject;
  }
}

/**
 * The one way the browser talks to Atrium. Paths are relative to `/api/v1` unless they start with `/api/`.
 * Every method resolves with the parsed body (`undefined` for 204).
 * @throws ApiError for every answer of 400 and above and for a failed connection.
 */
export const api = {
  get: <T>(path: string, options?: Omit<RequestOptions<T>, "body">) => request<T>("GET", path, options),
  post: <T>(path: string, options?: RequestOptions<T>) => request<T>("POST", path, options),
  put: <T>(path: string, options?: RequestOptions<T>) => request<T>("PUT", path, options),
  patch: <T>(path: string, options?: RequestOptions<T>) => request<T>("PATCH", path, options),
  delete: <T = void>(path: string, options?: RequestOptions<T>) => request<T>("DELETE", path, options),
};

async function request<T>(method: string, path: string, options: RequestOptions<T> = {}): Promise<T> {
  const response = await send(method, path, options);
  const payload = await readBody(response);
  if (!response.ok) {
    // A wrong password or code is also a 401, but no session has ended there.
    const hadSession = response.status === 401 && !path.startsWith("/api/auth-flows/");
    if (hadSession) window.dispatchEvent(new CustomEvent(SESSION_EXPIRED_EVENT));
    throw toApiError(response, payload);
  }
  // Without a schema the caller vouches for T: the server answers through a `response` schema already.
  return options.schema ? options.schema.parse(payload) : (payload as T);
}

async function send<T>(method: string, path: string, options: RequestOptions<T>): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json", ...options.headers };
  if (options.body !== undefined) headers["content-type"] = "application/json";
  if (options.file) headers["content-type"] = options.file.type || "application/octet-stream";
  if ((method === "POST" && !options.file) || options.idempotencyKey)
    headers["idempotency-key"] = options.idempotencyKey ?? crypto.randomUUID();
  try {
    return await fetch(toUrl(path, options.query), {
      method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      body: options.file ?? (options.body === undefined ? null : JSON.stringify(options.body)),
      signal: options.signal ?? null,
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError({ status: 0, code: "network_error", title: "No connection to the server." });
  }
}

function toUrl(path: string, query: Record<string, QueryValue> = {}): string {
  const base = path.startsWith("/api/") ? path : `/api/v1${path}`;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${base}?${text}` : base;
}

async function readBody(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const text = await response.text();
  if (!response.headers.get("content-type")?.includes("json")) return text || undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toApiError(response: Response, payload: unknown): ApiError {
  const problem = isRecord(payload) ? payload : {};
  const retryAfterSeconds = Number(response.headers.get("retry-after"));
  return new ApiError({
    status: response.status,
    code: (text(problem.code) as ApiErrorCode | undefined) ?? "unexpected_response",
    title: text(problem.title) ?? "Something went wrong.",
    detail: text(problem.detail),
    requestId: text(problem.request_id) ?? response.headers.get("x-request-id") ?? undefined,
    decisionId: text(problem.decision_id),
    receipt: text(problem.receipt),
    reason: text(problem.reason),
    subject: text(problem.subject),
    retryAfterSeconds: retryAfterSeconds > 0 ? retryAfterSeconds : undefined,
    errors: Array.isArray(problem.errors) ? problem.errors.filter(isFieldError) : [],
  });
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isFieldError(value: unknown): value is FieldError {
  return isRecord(value) && typeof value.path === "string" && typeof value.message === "string";
}
