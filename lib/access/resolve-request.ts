import "server-only";
import { openSession } from "@/lib/auth/session-cookie";
import type {
  RequestInfo,
  StaffContext,
  TenantContext,
  TenantFacts,
  UserActor,
  UserContext,
} from "@/lib/core/context";
import { isUnavailable } from "@/lib/tenancy/cells/each-cell";
import {
  type AppliedPolicy,
  isSsoMethod,
  mfaDueAt,
  policyRefusal,
  ssoDueAt,
} from "@/lib/tenancy/policies/policy-refusal";
import { resolveHost } from "@/lib/tenancy/resolve-host";
import { buildContext } from "./build-context";
import { type Denial, policyDenial } from "./decide";
import { lookUpRequest } from "./look-up-request";
import { tenantPermissions } from "./tenant-permissions";

export type IncomingRequest = RequestInfo & { host: string; cookie: string | null };

/** What a cookie request turned out to be. Pages redirect by it, routes answer by it. */
export type Resolved =
  | { kind: "unknown_host" }
  | { kind: "no_tenant" }
  | { kind: "signed_out"; tenant: TenantFacts | null; host: "root" | "tenant" | "admin" }
  | { kind: "not_member"; tenant: TenantFacts; user: UserContext }
  | { kind: "not_ready"; tenant: TenantFacts; user: UserContext }
  | { kind: "unreachable"; tenant: TenantFacts; user: UserContext }
  | { kind: "refused"; ctx: TenantContext; denial: Denial; applied: AppliedPolicy; locale: "en" | "nl" }
  | { kind: "not_staff"; user: UserContext }
  | { kind: "user"; ctx: UserContext; theme: Theme }
  | { kind: "staff"; ctx: StaffContext; theme: Theme }
  | {
      kind: "tenant";
      ctx: TenantContext;
      theme: Theme;
      locale: "en" | "nl";
      mfaDueAt: Date | null;
      ssoDueAt: Date | null;
    };

type Theme = "light" | "dark" | "system";

/**
 * Host, session and membership must all agree before a context exists. Reads the database on every call: a revoked
 * session or a removed member is out with the next request.
 */
export async function resolveRequest(request: IncomingRequest): Promise<Resolved> {
  const host = await resolveHost(request.host);
  if (host.kind === "unknown") return { kind: "unknown_host" };
  const sid = await openSession(request.cookie, request.host.toLowerCase());
  const slug = host.kind === "tenant" ? host.slug : null;
  const found = await lookUpRequest(slug, sid);
  if (host.kind === "tenant" && !found.tenant) return { kind: "no_tenant" };
  if (!found.user) return { kind: "signed_out", tenant: found.tenant, host: host.kind };
  const info = { requestId: request.requestId, ip: request.ip, userAgent: request.userAgent };
  const user: UserContext = { ...info, actor: found.user, locale: found.locale };
  if (host.kind === "root") return { kind: "user", ctx: user, theme: found.theme };
  if (host.kind === "admin") {
    const isStaff = found.user.platformRole === "super_admin" && found.user.mfaAt !== null;
    return isStaff ? { kind: "staff", ctx: user, theme: found.theme } : { kind: "not_staff", user };
  }
  if (!found.tenant) return { kind: "no_tenant" };
  // Until provisioning is done there is no role to become and no membership to read.
  if (found.tenant.status === "provisioning" || found.tenant.status === "pending_approval") {
    return { kind: "not_ready", tenant: found.tenant, user };
  }
  const grants = await tenantPermissions(found.tenant.id, found.user.userId).catch((error: unknown) => {
    if (isUnavailable(error)) return "unreachable" as const;
    throw error;
  });
  if (grants === "unreachable") return { kind: "unreachable", tenant: found.tenant, user };
  if (grants?.status !== "active") return { kind: "not_member", tenant: found.tenant, user };
  const { policy, locale } = found;
  const { support, mfaAt } = found.user;
  const reason = policyRefusal(
    policy,
    support ? { type: "support", ip: request.ip } : { type: "user", mfaAt, ip: request.ip },
  );
  const refusal = reason ? policyDenial(reason, request.ip) : null;
  const ctx = buildContext({
    ...info,
    actor: found.user,
    tenant: found.tenant,
    rolePermissions: grants.permissions,
    accountRole: found.accountRole,
    refusal,
  });
  if (refusal && policy) return { kind: "refused", ctx, denial: refusal, applied: policy, locale };
  const due = { mfaDueAt: mfaReminder(policy, found.user), ssoDueAt: ssoReminder(policy, found.user) };
  return { kind: "tenant", ctx, theme: found.theme, locale, ...due };
}

/** Until when a member may go on in a session that the provider did not open; null when nothing is owed. */
function ssoReminder(policy: AppliedPolicy | null, user: UserActor): Date | null {
  const isFree = !policy || isSsoMethod(policy.method) || policy.breakGlass || user.support;
  return isFree ? null : ssoDueAt(policy.policy);
}

/** Until when a member without a second factor may go on without one; null when nothing is owed. */
function mfaReminder(policy: AppliedPolicy | null, user: UserActor): Date | null {
  return policy && user.mfaAt === null && !user.support ? mfaDueAt(policy.policy, policy.memberSince) : null;
}
