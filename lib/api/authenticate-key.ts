import "server-only";
import { parseKeyText } from "@/lib/access/api-keys/key-text";
import { buildContext } from "@/lib/access/build-context";
import { capabilityDenial, type Denial } from "@/lib/access/decide";
import { keyRefusal } from "@/lib/access/key-refusal";
import { unknownHost } from "@/lib/access/moved-slug";
import type { RequestInfo, TenantContext } from "@/lib/core/context";
import { DomainError, NotFoundError, PermissionError, UnauthenticatedError } from "@/lib/core/errors";
import { assertFeature } from "@/lib/entitlements/check-feature";
import { applySwitches } from "@/lib/entitlements/resolve-feature";
import { hashToken } from "@/lib/infra/tokens";
import { resolveHost } from "@/lib/tenancy/resolve-host";
import { type Admission, admitCall, type KeyFacts } from "@/lib/usage/calls/admit-call";
import { recordRequest } from "@/lib/usage/calls/record-request";
import { settleCall } from "@/lib/usage/calls/settle-call";
import type { Caller, Wanted } from "./authenticate";
import { keepRefusal } from "./keep-refusal";
import { isOwnRate, setKeyHeaders } from "./key-headers";
import { problemResponse } from "./problem";
import { responseSize } from "./response-size";

/**
 * The caller behind `Authorization: Bearer ak_…`. Malformed, unknown, revoked and expired keys, and those whose maker
 * left, get the same answer; a key on another tenant's host or with another X-Tenant finds nothing there.
 * @throws UnauthenticatedError, NotFoundError, PermissionError (a route that keys may not use)
 */
export async function authenticateKey(
  spec: Wanted,
  request: Request,
  info: RequestInfo,
  authorization: string,
): Promise<Caller> {
  const startedAt = performance.now();
  const host = await resolveHost(request.headers.get("host"));
  if (host.kind !== "root" && host.kind !== "tenant") throw new NotFoundError();
  const key = parseKeyText(/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? "");
  if (!key) throw unknownKey();
  const usable = spec.auth === "tenant" && spec.keys !== false;
  const admission = await admitCall({
    keyId: key.keyId,
    secretHash: hashToken(key.secret),
    slug: host.kind === "tenant" ? host.slug : null,
    named: request.headers.get("x-tenant"),
    permission: spec.permission ?? null,
    metered: usable && spec.metered !== false,
    ip: info.ip,
  });
  if (!admission.facts) throw unknownKey();
  if (admission.outcome === "not_found") throw await unknownHost(request.headers.get("host") ?? "");
  const denial = keyRefusal(
    admission.policy,
    { kind: admission.facts.key_kind, ipAllow: admission.facts.ip_allow },
    info.ip,
  );
  const ctx = contextOf(admission.facts, info, denial);
  const isItsKind = key.isPersonal === (admission.facts.key_kind === "personal");
  if (!usable && !isItsKind) throw unknownKey();
  if (!usable)
    throw await keepRefusal(ctx, spec, new PermissionError("session", { reason: "keys_not_allowed" }));
  return {
    ctx,
    usedKey: true,
    scope: `key:${admission.facts.api_key_id}`,
    settle: async (run) => {
      const response = await answer({ spec, ctx, admission, denial, isItsKind }, run);
      await settle(spec, admission, admission.facts, response, { ctx, startedAt });
      setKeyHeaders(response.headers, admission);
      return response;
    },
  };
}

function unknownKey(): UnauthenticatedError {
  return new UnauthenticatedError("This API key is not valid.");
}

function contextOf(facts: KeyFacts, info: RequestInfo, refusal: Denial | null): TenantContext {
  return buildContext({
    ...info,
    refusal,
    actor: {
      type: "api_key",
      apiKeyId: facts.api_key_id,
      name: facts.key_name,
      kind: facts.key_kind,
      createdBy: facts.created_by,
      serviceAccountId: facts.service_account_id,
      scopes: facts.scopes,
      roles: facts.key_roles,
      ipAllow: facts.ip_allow,
      ownRate: facts.own_rate,
    },
    tenant: {
      id: facts.tenant_id,
      slug: facts.tenant_slug,
      name: facts.tenant_name,
      status: facts.tenant_status,
      cell: facts.tenant_cell,
      locale: facts.tenant_locale,
      timeZone: facts.tenant_time_zone,
      accountId: facts.account_id,
      planKey: facts.plan_key,
      billingState: facts.billing_state,
      formats: facts.extras.formats,
      entitlements: applySwitches(facts.entitlements, facts.tenant_id, facts.extras),
    },
    rolePermissions: facts.permissions,
    accountRole: facts.account_role,
  });
}

type Judged = {
  spec: Wanted;
  ctx: TenantContext;
  admission: Admission;
  denial: Denial | null;
  /** The prefix says what kind of key it is. */
  isItsKind: boolean;
};

async function answer(
  { spec, ctx, admission, denial, isItsKind }: Judged,
  run: () => Promise<Response>,
): Promise<Response> {
  try {
    if (!isItsKind) throw unknownKey();
    assertNotDenied(admission, denial);
    assertAdmitted(spec, ctx, admission);
    return await run();
  } catch (error) {
    return problemResponse(await keepRefusal(ctx, spec, error), ctx.requestId);
  }
}

/** Refused here, the call is settled like any other refusal: what admission reserved goes back. */
function assertNotDenied(admission: Admission, denial: Denial | null): void {
  const ends = admission.policy?.keyEndsAt;
  if (ends && ends <= new Date()) throw unknownKey();
  if (!denial) return;
  throw new DomainError(denial.code, denial.message, { reason: denial.reason });
}

/** Admission refuses by SQL; the reason comes from decide(), the one authority. */
function assertAdmitted(spec: Wanted, ctx: TenantContext, admission: Admission): void {
  const retryAfterSeconds = admission.retryAfterSeconds ?? 1;
  // Refused like any answer of 400 and above: what was reserved is given back.
  if (spec.metered !== false) assertFeature(ctx.tenant.entitlements, "api_access");
  switch (admission.outcome) {
    case "admitted":
      return;
    case "rate_limited":
      throw new DomainError("rate_limited", rateMessage(admission), {
        retryAfterSeconds,
        subject: isOwnRate(admission) ? "key_rate" : "api_rate",
        figures: rateFigures(admission),
      });
    case "quota_exceeded":
      throw new DomainError("quota_exceeded", "Usage limit exceeded", {
        retryAfterSeconds,
        subject: "api_calls",
        figures: admission.quota ?? { used: null, limit: null, resetsAt: null },
      });
    case "refused": {
      if (spec.permission) ctx.authorize(spec.permission);
      const denial = capabilityDenial(ctx.tenant, "api");
      if (!denial) throw new PermissionError("api");
      throw new DomainError(denial.code, denial.message, { reason: denial.reason });
    }
    case "unauthenticated":
    case "not_found":
      throw new NotFoundError();
    default:
      throw admission.outcome satisfies never;
  }
}

function rateMessage(admission: Admission): string {
  return isOwnRate(admission)
    ? `This key may make ${admission.rate?.limit} requests a minute. Wait a moment and try again.`
    : "Too many requests. Wait a moment and try again.";
}

/** All of the minute's requests were used; when the next one can be made is in Retry-After. */
function rateFigures({ rate }: Admission) {
  if (!rate) return { used: null, limit: null, resetsAt: null };
  return { used: rate.limit, limit: rate.limit, resetsAt: new Date(Date.now() + rate.resetSeconds * 1000) };
}

/** Only what the reservation says is counted; the rest goes to the ledger. */
async function settle(
  spec: Wanted,
  admission: Admission,
  facts: KeyFacts | null,
  response: Response,
  call: { ctx: TenantContext; startedAt: number },
): Promise<void> {
  if (!facts) return;
  const common = {
    tenantId: facts.tenant_id,
    cell: facts.tenant_cell,
    apiKeyId: facts.api_key_id,
    method: spec.method,
    route: spec.path,
    status: response.status,
    durationMs: Math.round(performance.now() - call.startedAt),
    responseBytes: responseSize(response),
    requestId: call.ctx.requestId,
  };
  if (admission.periodId) {
    const { callId, periodId } = admission;
    await settleCall({ ...common, callId, periodId, accountId: facts.account_id });
  } else {
    recordRequest({ ...common, id: admission.callId, userId: null, occurredAt: new Date() });
  }
}
