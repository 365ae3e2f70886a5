import "server-only";
import { unknownHost } from "@/lib/access/moved-slug";
import { type Resolved, resolveRequest } from "@/lib/access/resolve-request";
import { readDevice } from "@/lib/auth/devices/device-cookie";
import type { RequestInfo, StaffContext, TenantContext, UserContext } from "@/lib/core/context";
import { DomainError, NotFoundError, PermissionError, UnauthenticatedError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { DEFAULT_LOCALE } from "@/lib/core/locale";
import { cellUnavailable } from "@/lib/tenancy/cells/guard-cell";
import { parseHost } from "@/lib/tenancy/hosts";
import { recordRequest } from "@/lib/usage/calls/record-request";
import { assertWithinSupport } from "./assert-within-support";
import { authenticateKey } from "./authenticate-key";
import { keepOwnRefusal, keepRefusal } from "./keep-refusal";
import { problemResponse } from "./problem";
import { assertSameOrigin } from "./read-input";
import { responseSize } from "./response-size";
import type { PublicContext, RouteSpec } from "./route";

/** Who called, and what has to happen to the answer: a key's call is settled by its status. */
export type Caller = {
  ctx: PublicContext | UserContext | StaffContext | TenantContext;
  usedKey: boolean;
  /** Names the caller in idempotency scopes. */
  scope: string;
  settle(run: () => Promise<Response>): Promise<Response>;
};

export type Wanted = Pick<RouteSpec, "auth" | "permission" | "keys" | "metered" | "method" | "path">;

const plainly = (run: () => Promise<Response>) => run();

/**
 * Finds out who calls and checks that host, session or key, and `X-Tenant` agree.
 * @throws UnauthenticatedError, NotFoundError (unknown host or tenant, disagreement), PermissionError
 */
export async function authenticate(spec: Wanted, request: Request, requestId: string): Promise<Caller> {
  const info: RequestInfo = {
    requestId,
    ip: request.headers.get("x-client-ip"),
    userAgent: request.headers.get("user-agent")?.slice(0, 500) ?? null,
  };
  const host = request.headers.get("host") ?? "";
  const cookie = request.headers.get("cookie");
  if (spec.auth === "public") {
    return {
      ctx: { ...info, device: readDevice(cookie), host, cookie },
      usedKey: false,
      scope: `public:${info.ip}`,
      settle: plainly,
    };
  }
  // The back-office exists on its own host only: elsewhere its paths are as unknown as any other.
  if (spec.auth === "staff" && parseHost(host).kind !== "admin") throw new NotFoundError();
  // A key never falls back to the cookie beside it: whoever sends Authorization is judged by that alone.
  const authorization = request.headers.get("authorization");
  if (authorization !== null) return authenticateKey(spec, request, info, authorization);
  return bySession(spec, request, { ...info, host, cookie });
}

async function bySession(spec: Wanted, request: Request, incoming: PublicContext): Promise<Caller> {
  if (reachesBeyond(spec, incoming.host)) throw await unknownHost(incoming.host);
  const resolved = await resolveRequest(incoming);
  await assertWithinWorkspace(spec, resolved, incoming, request);
  await assertWithinSupport(spec, resolved);
  switch (resolved.kind) {
    case "unknown_host":
    case "no_tenant":
      throw await unknownHost(incoming.host);
    case "signed_out":
      throw new UnauthenticatedError();
    case "not_ready":
      if (spec.auth === "user") return asUser(resolved.user);
      // Whether the workspace exists is nobody's business but its members': the same answer for all.
      throw new NotFoundError();
    case "unreachable":
      if (spec.auth === "user") return asUser(resolved.user);
      throw cellUnavailable();
    case "not_member":
    case "not_staff":
      if (spec.auth === "user") return asUser(resolved.user);
      if (resolved.kind === "not_member") throw new NotFoundError();
      assertSameOrigin(request);
      throw await keepOwnRefusal(resolved.user, spec, new PermissionError("platform"));
    case "refused": {
      const { ctx, denial, locale } = resolved;
      assertTenantHeader(request, ctx);
      // What is the person's own (profile, password, sessions) is no business of the tenant's policy.
      if (spec.auth === "user" && ctx.actor.type === "user") {
        return asUser({ ...incoming, actor: ctx.actor, locale });
      }
      if (spec.auth === "staff") throw new NotFoundError();
      const refusal = new DomainError(denial.code, denial.message, { reason: denial.reason });
      throw await keepRefusal(ctx, spec, refusal);
    }
    case "user":
      if (spec.auth === "user") return asUser(resolved.ctx);
      throw new NotFoundError();
    case "staff":
      if (spec.auth === "tenant") throw new NotFoundError();
      return asUser(resolved.ctx);
    case "tenant": {
      const { ctx, locale } = resolved;
      assertTenantHeader(request, ctx);
      if (ctx.actor.type !== "user") throw new UnauthenticatedError();
      const { userId, support } = ctx.actor;
      const scope = support ? `support:${support.id}` : `user:${userId}:${ctx.tenant.id}`;
      if (spec.auth === "staff") throw new NotFoundError();
      if (spec.auth === "user") return asUser({ ...incoming, actor: ctx.actor, locale });
      return { ctx, usedKey: false, scope, settle: noted(spec, ctx, support ? null : userId) };
    }
    default:
      return resolved satisfies never;
  }
}

/**
 * A tenant's own name is in the hands of whoever holds its DNS, who can use a member's session there: it is good for
 * that workspace and what OWN_IN_WORKSPACE lists, never for the person's other workspaces.
 */
function reachesBeyond(spec: Wanted, host: string): boolean {
  return (
    spec.auth === "user" && !/^\/api\/v1\/me(\/|$)/.test(spec.path) && parseHost(host).kind === "unknown"
  );
}

/** What a person may see and set of themselves where a workspace is in charge: nothing that opens a door. */
const OWN_IN_WORKSPACE = new Set([
  "GET /api/v1/me",
  "PUT /api/v1/me/preferences",
  "GET /api/v1/me/step-up",
  "POST /api/v1/me/step-up",
  "POST /api/v1/me/step-up/passkey",
]);

/**
 * A session that a workspace's own provider vouches for is good for that workspace. Whoever runs the provider can be
 * any of its people: it reaches neither their password, factors and sessions nor their other workspaces. The same goes
 * for a workspace's own domain and whoever holds its DNS.
 * @throws PermissionError reason sso_session, own_domain
 */
async function assertWithinWorkspace(
  spec: Wanted,
  resolved: Resolved,
  incoming: PublicContext,
  request: Request,
): Promise<void> {
  if (spec.auth !== "user" || OWN_IN_WORKSPACE.has(`${spec.method} ${spec.path}`)) return;
  const ctx = "ctx" in resolved ? resolved.ctx : "user" in resolved ? resolved.user : null;
  if (ctx?.actor.type !== "user") return;
  const isElsewhere = parseHost(incoming.host).kind === "unknown";
  if (ctx.actor.ssoConnectionId === undefined && !isElsewhere) return;
  // What another site sends leaves no receipt behind.
  assertSameOrigin(request);
  const reason = ctx.actor.ssoConnectionId === undefined ? "own_domain" : "sso_session";
  const { requestId, ip, userAgent } = incoming;
  const person = { requestId, ip, userAgent, actor: ctx.actor, locale: DEFAULT_LOCALE };
  throw await keepOwnRefusal(person, spec, new PermissionError("session", { reason }));
}

/** The portal's own calls consume no quota: they are noted in the request ledger only. */
function noted(spec: Wanted, ctx: TenantContext, userId: string | null): Caller["settle"] {
  const startedAt = performance.now();
  return async (run) => {
    const response = await run().catch((error) => problemResponse(error, ctx.requestId));
    recordRequest({
      id: newId(),
      tenantId: ctx.tenant.id,
      cell: ctx.tenant.cell,
      method: spec.method,
      route: spec.path,
      status: response.status,
      durationMs: Math.round(performance.now() - startedAt),
      responseBytes: responseSize(response),
      userId,
      apiKeyId: null,
      requestId: ctx.requestId,
      occurredAt: new Date(),
    });
    return response;
  };
}

function asUser(ctx: UserContext): Caller {
  return { ctx, usedKey: false, scope: `user:${ctx.actor.userId}`, settle: plainly };
}

/** X-Tenant is a check, never a source: it must name the tenant that the host or key already chose. */
function assertTenantHeader(request: Request, ctx: TenantContext): void {
  const named = request.headers.get("x-tenant");
  if (named !== null && named !== ctx.tenant.id && named !== ctx.tenant.slug) {
    throw new NotFoundError();
  }
}
