import "server-only";
import type { NextRequest } from "next/server";
import type * as z from "zod";
import type { Permission } from "@/lib/access/permissions";
import type { RequestInfo, StaffContext, TenantContext, UserContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { authenticate, type Caller } from "./authenticate";
import { withIdempotency } from "./idempotency";
import { keepOwnRefusal, keepRefusal } from "./keep-refusal";
import { problemResponse } from "./problem";
import { assertSameOrigin, isProgram, readInput } from "./read-input";
import { sizedResponse } from "./response-size";
import { takeRouteRate } from "./route-rate";

/** Who may call: anybody, a signed-in person on any host, a tenant's member or key, a super admin. */
export type RouteAuth = "public" | "user" | "tenant" | "staff";

export type PublicContext = RequestInfo & { host: string; cookie: string | null };
type ContextOf<A extends RouteAuth> = A extends "public"
  ? PublicContext
  : A extends "user"
    ? UserContext
    : A extends "staff"
      ? StaffContext
      : TenantContext;

/** An answer with a status, headers or cookies of its own. A plain value becomes the route's default status. */
export class Reply<T> {
  constructor(
    readonly body: T,
    readonly init: { status?: number; headers?: Record<string, string>; cookies?: string[] } = {},
  ) {}
}

/** An answer that is a file. */
export class FileReply extends Reply<string> {
  constructor(
    readonly bytes: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>,
    init: { headers: Record<string, string> },
  ) {
    super("", init);
  }
}

export type RouteSpec<
  A extends RouteAuth = RouteAuth,
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As in OpenAPI: `/api/v1/agents/{id}`. */
  path: string;
  summary: string;
  tag: string;
  auth: A;
  /** Checked here and again by the verb. */
  permission?: Permission;
  /** Plan feature the tenant needs. */
  feature?: string;
  /** False where a key must not act (sign-in, billing pages): answered 403. */
  keys?: boolean;
  /** False for calls that consume no quota and are never refused for payment (billing, limits). */
  metered?: boolean;
  /** Requests a window; by address where nobody is known yet, else by actor. */
  rate?: { limit: number; windowSeconds: number };
  /** Also for programs that have no key: a request that carries neither Origin nor cookies. No browser makes one. */
  programs?: boolean;
  params?: P;
  query?: Q;
  body?: B;
  /** Media types of a body that is a file, read by the handler itself from `request`. */
  consumes?: readonly string[];
  /** Media type of an answer that is text, not JSON (`text/csv`). */
  produces?: string;
  /** null: no content. */
  response: R | null;
  /** Status of a plain answer; 200 by default. */
  status?: number;
  handler: (input: {
    ctx: ContextOf<A>;
    params: z.output<P>;
    query: z.output<Q>;
    body: z.output<B>;
    request: Request;
  }) => Promise<z.input<R> | Reply<z.input<R>> | null>;
};

/** A Next route handler that knows its own contract; the set of these is the route table. */
export type RouteHandler = ((
  request: NextRequest,
  context: { params: Promise<Record<string, string | string[] | undefined>> },
) => Promise<Response>) & { spec: Omit<RouteSpec, "handler"> };

/** Declares one endpoint: authentication, permission, shapes, limits and handler. */
export function route<
  A extends RouteAuth,
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  R extends z.ZodType = z.ZodNull,
>(spec: RouteSpec<A, P, Q, B, R>): RouteHandler {
  const handle = async (
    request: NextRequest,
    segment: { params: Promise<Record<string, string | string[] | undefined>> },
  ): Promise<Response> => {
    const requestId = request.headers.get("x-request-id") ?? newId();
    try {
      return await answer(spec, request, await segment.params, requestId);
    } catch (error) {
      return problemResponse(error, requestId);
    }
  };
  return Object.assign(handle, { spec });
}

async function answer<
  A extends RouteAuth,
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(
  spec: RouteSpec<A, P, Q, B, R>,
  request: Request,
  rawParams: Record<string, string | string[] | undefined>,
  requestId: string,
): Promise<Response> {
  const caller = await authenticate(spec, request, requestId);
  return caller.settle(async () => {
    // Before anything is kept or counted: what another site sends in a person's name leaves nothing behind.
    if (!caller.usedKey && !(spec.programs && isProgram(request))) assertSameOrigin(request);
    return keeping(caller, spec, async () => {
      await takeRouteRate(spec, caller);
      if (spec.permission && "authorize" in caller.ctx) caller.ctx.authorize(spec.permission);
      const input = await readInput(spec, request, rawParams);
      const run = async () => {
        // authenticate() made the context this spec's auth asks for.
        const ctx = caller.ctx as ContextOf<A>;
        const result = await spec.handler({ ctx, ...input, request });
        return respond(spec, result, requestId);
      };
      return withIdempotency(spec, request, caller, input.body, run);
    });
  });
}

/** A person's refusal gets its receipt here; a key's where it is settled, admission's own refusals included. */
async function keeping(
  caller: Caller,
  spec: { method: string; path: string },
  work: () => Promise<Response>,
): Promise<Response> {
  const { ctx } = caller;
  if (caller.usedKey || !("actor" in ctx)) return work();
  try {
    return await work();
  } catch (error) {
    throw await ("tenant" in ctx ? keepRefusal(ctx, spec, error) : keepOwnRefusal(ctx, spec, error));
  }
}

function respond<R extends z.ZodType>(
  spec: { response: R | null; status?: number; produces?: string },
  result: z.input<R> | Reply<z.input<R>> | null,
  requestId: string,
): Response {
  const reply = result instanceof Reply ? result : new Reply(result);
  const headers = new Headers({
    "cache-control": "private, no-store",
    "x-request-id": requestId,
    ...reply.init.headers,
  });
  for (const cookie of reply.init.cookies ?? []) headers.append("set-cookie", cookie);
  if (spec.response === null) return new Response(null, { status: reply.init.status ?? 204, headers });
  headers.set("content-type", spec.produces ?? "application/json");
  if (reply instanceof FileReply) return new Response(reply.bytes, { status: 200, headers });
  const body = spec.response.parse(reply.body);
  const text = spec.produces ? String(body) : JSON.stringify(body);
  return sizedResponse(text, { status: reply.init.status ?? spec.status ?? 200, headers });
}
