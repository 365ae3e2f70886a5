import type { IncomingMessage, ServerResponse } from "node:http";
import { API_ROUTES } from "../resources/routes";
import { newId } from "../state/ids";
import type { Answer } from "../state/wire";
import { API_VERSION, type World } from "../state/world";
import { assertTestKey } from "./auth";
import { invalidRequest, StripeError } from "./errors";
import { expand } from "./expand";
import { decodeForm } from "./form";
import { recallAnswer, rememberAnswer } from "./idempotency";
import { readParameters } from "./parameters";
import { findRoute } from "./router";
import { refuseUnsupported } from "./unsupported";

type Reply = { status: number; body: unknown; headers?: Record<string, string> };

/** Answers one request to `/v1/…`. Handlers are synchronous, so requests never interleave. */
export function answerApi(
  world: World,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): void {
  const requestId = newId("req", 14);
  const { status, body: answer, headers } = reply(world, request, body, requestId);
  response.writeHead(status, {
    "content-type": "application/json",
    "request-id": requestId,
    "stripe-version": API_VERSION,
    "cache-control": "no-cache, no-store",
    ...headers,
  });
  response.end(`${JSON.stringify(answer, null, 2)}\n`);
}

function reply(world: World, request: IncomingMessage, body: string, requestId: string): Reply {
  const key = header(request, "idempotency-key");
  const path = new URL(request.url ?? "/", "http://simulator").pathname;
  try {
    assertTestKey(header(request, "authorization"));
    assertVersion(header(request, "stripe-version"));
    const fingerprint = `${request.method} ${request.url} ${body}`;
    const replayable = key !== undefined && request.method === "POST";
    const earlier = replayable ? recallAnswer(world.store, key, path, fingerprint) : undefined;
    if (earlier) {
      const headers = { "idempotency-key": key ?? "", "original-request": earlier.requestId };
      return { ...earlier, headers: { ...headers, "idempotent-replayed": "true" } };
    }
    world.cause = { id: requestId, idempotency_key: key ?? null };
    const result = run(world, request, path, body);
    if (replayable && result.status !== 400 && result.status !== 404) {
      rememberAnswer(world.store, key, { ...result, fingerprint, path, requestId, createdAtMs: Date.now() });
    }
    return { ...result, ...(key && { headers: { "idempotency-key": key } }) };
  } catch (error) {
    return failure(error);
  } finally {
    world.cause = null;
    if (request.method !== "GET") world.onChange();
  }
}

function run(world: World, request: IncomingMessage, path: string, body: string): Reply {
  const found = findRoute(API_ROUTES, request.method ?? "GET", path);
  if (!found) return failure(unknownUrl(request.method ?? "GET", path));
  try {
    const query = new URL(request.url ?? "/", "http://simulator").search.slice(1);
    const form = decodeForm([query, body].filter(Boolean).join("&"));
    const { expand: paths, ...params } = readParameters(found.route.name, form);
    refuseUnsupported(found.route.name, params);
    const answer: Answer = found.route.handle(world, params, found.ids);
    const wanted = Array.isArray(paths) ? paths.map(String) : [];
    return { status: 200, body: expand(world, answer, wanted) };
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): Reply {
  if (error instanceof StripeError) return { status: error.status, body: error.body() };
  console.error("The Stripe simulator failed:", error);
  const message = "An unknown error occurred in the Stripe simulator; its log has the details.";
  return { status: 500, body: { error: { type: "api_error", message } } };
}

function unknownUrl(method: string, path: string): StripeError {
  const message = `Unrecognized request URL (${method}: ${path}). The Stripe simulator does not have this endpoint.`;
  return new StripeError(404, "invalid_request_error", message);
}

function assertVersion(version: string | undefined): void {
  if (version === undefined || version === API_VERSION) return;
  throw invalidRequest(
    `Invalid Stripe API version: ${version}. The Stripe simulator speaks only ${API_VERSION}.`,
  );
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
