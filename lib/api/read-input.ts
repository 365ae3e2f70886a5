import "server-only";
import type * as z from "zod";
import { DomainError, type FieldError, PermissionError, ValidationError } from "@/lib/core/errors";
import { env } from "@/lib/infra/env";

const MAX_BODY_BYTES = 1_000_000;

type Shapes = { method: string; params?: z.ZodType; query?: z.ZodType; body?: z.ZodType };

/**
 * Reads and checks path, query and body.
 * @throws DomainError unsupported_media_type, payload_too_large, invalid_request (not JSON), validation_failed
 */
export async function readInput<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  spec: Shapes & { params?: P; query?: Q; body?: B },
  request: Request,
  rawParams: Record<string, string | string[] | undefined>,
): Promise<{ params: z.output<P>; query: z.output<Q>; body: z.output<B> }> {
  // A path that does not even have the shape of an id names nothing: the answer is the unknown id's.
  const params = spec.params
    ? parseOr(spec.params, rawParams, () => new DomainError("not_found", "No such resource."))
    : undefined;
  const query = spec.query
    ? parseOr(spec.query, queryObject(new URL(request.url).searchParams), fieldErrors)
    : undefined;
  const body = spec.body ? parseOr(spec.body, await readJson(request), fieldErrors) : undefined;
  // Absent schemas default to z.undefined(), whose output is undefined.
  return { params, query, body } as { params: z.output<P>; query: z.output<Q>; body: z.output<B> };
}

function parseOr<S extends z.ZodType>(
  schema: S,
  value: unknown,
  fail: (error: z.ZodError) => DomainError,
): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success) throw fail(result.error);
  return result.data;
}

function fieldErrors(error: z.ZodError): ValidationError {
  const errors: FieldError[] = error.issues.slice(0, 50).map((issue) => ({
    path: issue.path.join("."),
    code:
      issue.code === "custom" && typeof issue.params?.reason === "string" ? issue.params.reason : issue.code,
    message: issue.message,
  }));
  return new ValidationError(errors);
}

/** A parameter given twice is an array, so that a schema for one value refuses it. */
function queryObject(search: URLSearchParams): Record<string, string | string[]> {
  const entries = [...new Set(search.keys())].map((key) => {
    const all = search.getAll(key);
    return [key, all.length === 1 ? (all[0] ?? "") : all] as const;
  });
  return Object.fromEntries(entries);
}

async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new DomainError("unsupported_media_type", "Send JSON with Content-Type: application/json.");
  }
  const text = await request.text();
  if (text.length > MAX_BODY_BYTES)
    throw new DomainError("payload_too_large", "The body is larger than 1 MB.");
  if (text.includes("\u0000") || /\\u0000/i.test(text)) {
    throw new DomainError("invalid_request", "The body holds a NUL character, which no field accepts.");
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new DomainError("invalid_request", "The body is not valid JSON.", { cause });
  }
}

/** Whether nothing in a request speaks for a browser: those send Origin with every POST, and their cookies. */
export function isProgram(request: Request): boolean {
  return ["origin", "cookie", "sec-fetch-site"].every((name) => !request.headers.has(name));
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a cookie request that another site (or another tenant's host: those are same-site) made a browser send.
 * @throws PermissionError
 */
export function assertSameOrigin(request: Request): void {
  if (SAFE.has(request.method)) return;
  const host = request.headers.get("host") ?? "";
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  // The scheme counts: whoever can answer for us in clear text must not speak for the encrypted site.
  const sameOrigin =
    origin !== null && origin === `${new URL(env().ATRIUM_ROOT_URL).protocol}//${host.toLowerCase()}`;
  if (!sameOrigin || (site !== null && site !== "same-origin")) {
    throw new PermissionError("same-origin", { reason: "cross_origin" });
  }
}
