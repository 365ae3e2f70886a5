import "server-only";
import type { ScimContext } from "@/lib/access/scim/context";
import { describeChange } from "@/lib/access/scim/events/describe-change";
import { noteCall } from "@/lib/access/scim/events/note-call";
import { isObject } from "@/lib/access/scim/protocol/attribute-path";
import { type Json, type JsonObject, SCIM_BASE } from "@/lib/access/scim/protocol/definitions";
import { openToken, type Refusal } from "@/lib/access/scim/tokens/open-token";
import { DomainError, PermissionError, UnauthenticatedError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { logger } from "@/lib/infra/logger";
import { takeRate } from "@/lib/infra/rate/take-rate";
import { resolveHost } from "@/lib/tenancy/resolve-host";
import { readScimBody } from "./read-scim-body";
import { type Answered, type Asked, runScim } from "./run-scim";
import { problemOf, scimProblem, scimResponse } from "./scim-response";

const CHANGES = new Set(["POST", "PUT", "PATCH", "DELETE"]);
/** Entra sends up to 25 calls a second. */
const RATE = { limit: 1_800, windowSeconds: 60 };
const WRONG_TOKENS = { limit: 60, windowSeconds: 60 };
/** Refusals that are written down: a provider that repeats itself must not fill the log. */
const NOTED_REFUSALS = { limit: 120, windowSeconds: 60 };

const WHY: Record<Refusal, string> = {
  token_revoked: "This token was revoked.",
  token_expired: "This token has expired.",
  directory_off: "Directory sync is switched off for this connection.",
  connection_off: "The connection is switched off.",
  plan_lacks_feature: "The workspace's plan does not include single sign-on.",
  tenant_closed: "This workspace is not available.",
};

/**
 * Answers one call of a provider's directory (SCIM 2.0). The token alone says who calls: cookies and other kinds of
 * keys are not looked at. Every change and every refusal is written down for the workspace's admins.
 */
export async function answerScim(request: Request, path: readonly string[]): Promise<Response> {
  const requestId = request.headers.get("x-request-id") ?? newId();
  const startedAt = performance.now();
  let caller: ScimContext | null = null;
  let asked: Asked | null = null;
  try {
    const opened = await authenticate(request, requestId);
    caller = opened.ctx;
    if (opened.refusal) throw opened.refusal;
    await takeTurn(caller);
    asked = await readAsked(request, path);
    if (!opened.mayWrite && isChange(asked)) {
      throw new PermissionError("write", { reason: "tenant_read_only" });
    }
    const answer = await runScim(caller, asked);
    await note(caller, { request, path, asked, answer, startedAt });
    return scimResponse(answer.body, requestId, answer);
  } catch (error) {
    const problem = problemOf(error, requestId);
    if (caller) await note(caller, { request, path, asked, problem, startedAt });
    return scimProblem(problem, requestId);
  }
}

/**
 * @throws UnauthenticatedError for a token that is nobody's; DomainError rate_limited for too many of them
 */
async function authenticate(
  request: Request,
  requestId: string,
): Promise<{ ctx: ScimContext; refusal: DomainError | null; mayWrite: boolean }> {
  const host = await resolveHost(request.headers.get("host"));
  const info = {
    requestId,
    ip: request.headers.get("x-client-ip"),
    userAgent: request.headers.get("user-agent")?.slice(0, 500) ?? null,
  };
  const [, text = ""] = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  const protocol = request.headers.get("x-forwarded-proto") ?? new URL(request.url).protocol.slice(0, -1);
  const base = `${protocol}://${request.headers.get("host") ?? ""}${SCIM_BASE}`;
  const isOurs = host.kind === "root" || host.kind === "tenant";
  const slug = host.kind === "tenant" ? host.slug : null;
  const opened = isOurs ? await openToken(info, text, { slug, base }) : { kind: "unknown" as const };
  if (opened.kind === "open") return { ctx: opened.ctx, refusal: null, mayWrite: opened.mayWrite };
  const taken = await takeRate(`scim-wrong:${info.ip}`, WRONG_TOKENS.limit, WRONG_TOKENS.windowSeconds);
  if (!taken.allowed) throw tooMany(taken.retryAfterSeconds);
  if (opened.kind === "unknown") throw new UnauthenticatedError("This token is not valid.");
  const isOver = opened.why === "token_revoked" || opened.why === "token_expired";
  const refusal = isOver
    ? new UnauthenticatedError(WHY[opened.why], { reason: opened.why })
    : new DomainError("permission_denied", WHY[opened.why], { reason: opened.why });
  return { ctx: opened.ctx, refusal, mayWrite: false };
}

async function takeTurn(ctx: ScimContext): Promise<void> {
  const taken = await takeRate(`scim:${ctx.connection.id}`, RATE.limit, RATE.windowSeconds);
  if (!taken.allowed) throw tooMany(taken.retryAfterSeconds);
}

function tooMany(retryAfterSeconds: number): DomainError {
  return new DomainError("rate_limited", "Too many requests. Wait a moment and try again.", {
    retryAfterSeconds,
  });
}

async function readAsked(request: Request, path: readonly string[]): Promise<Asked> {
  const { method } = request;
  return {
    method,
    path,
    query: new URL(request.url).searchParams,
    ifMatch: request.headers.get("if-match"),
    ifNoneMatch: request.headers.get("if-none-match"),
    body: CHANGES.has(method) && method !== "DELETE" ? await readScimBody(request) : undefined,
  };
}

function isChange({ method, path }: Pick<Asked, "method" | "path">): boolean {
  return CHANGES.has(method) && path.at(-1) !== ".search";
}

type Outcome = {
  request: Request;
  path: readonly string[];
  asked: Asked | null;
  startedAt: number;
  answer?: Answered;
  problem?: { status: number; scimType: string | null; detail: string };
};

/** Reads that went well are not written down: providers ask again every few minutes. */
async function note(ctx: ScimContext, outcome: Outcome): Promise<void> {
  const { request, path, asked, answer, problem, startedAt } = outcome;
  const { method } = request;
  if (!problem && !isChange({ method, path })) return;
  if (problem && !(await mayNoteRefusal(ctx))) return;
  const [root, id] = path;
  const status = problem?.status ?? answer?.status ?? 500;
  await noteCall(ctx, {
    method,
    path: `${SCIM_BASE}/${path.join("/")}`,
    resource: {
      type: root === "Users" ? "User" : root === "Groups" ? "Group" : null,
      id: idOf(answer?.body) ?? id ?? null,
      label: labelOf(answer?.body) ?? labelOf(asked?.body) ?? "",
    },
    summary: describeChange(asked?.body),
    status,
    outcome: !problem ? "applied" : status >= 500 ? "failed" : "refused",
    scimType: problem?.scimType ?? null,
    detail: problem?.detail ?? answer?.note ?? "",
    durationMs: Math.round(performance.now() - startedAt),
  }).catch((error: unknown) => {
    // The change itself is in the audit log; its answer does not hang on this note.
    logger.error({ error, requestId: ctx.requestId }, "scim event not written");
  });
}

async function mayNoteRefusal(ctx: ScimContext): Promise<boolean> {
  const { limit, windowSeconds } = NOTED_REFUSALS;
  const taken = takeRate(`scim-note:${ctx.connection.id}`, limit, windowSeconds);
  // The refusal itself is answered whatever becomes of its note.
  return taken.then(({ allowed }) => allowed).catch(() => false);
}

function labelOf(body: unknown): string | null {
  const resource = asObject(body);
  const label = resource?.userName ?? resource?.displayName;
  return typeof label === "string" ? label : null;
}

function idOf(body: unknown): string | null {
  const id = asObject(body)?.id;
  return typeof id === "string" ? id : null;
}

function asObject(body: unknown): JsonObject | null {
  return isObject(body as Json | undefined) ? (body as JsonObject) : null;
}
