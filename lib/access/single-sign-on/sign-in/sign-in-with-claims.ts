import "server-only";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { continueSignIn, type SignInOutcome } from "@/lib/auth/sign-in/continue-sign-in";
import { oidcSettings, type SsoClaims } from "@/lib/auth/sso/schema";
import { SsoError } from "@/lib/auth/sso/sso-error";
import { ssoMethod } from "@/lib/auth/sso/sso-method";
import type { RequestInfo } from "@/lib/core/context";
import { hasSqlState } from "@/lib/infra/database/has-sql-state";
import { isUnavailable } from "@/lib/tenancy/cells/each-cell";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { assertHostedDomain } from "./assert-hosted-domain";
import { findPerson } from "./find-person";
import { joinWorkspace } from "./join-workspace";
import { mayEnrolHere } from "./may-enrol-here";

type Flow = { tenantId: string; connectionId: string };

/**
 * Signs in whom a tenant's provider vouches for, into that tenant alone: the person known by this connection's subject,
 * else a member whose address lies in a domain that the tenant has proved, else, where the connection allows it, a new
 * member. The second factor is the workspace's to ask, unless the connection says that its provider does.
 * @throws SsoError
 */
export async function signInWithClaims(
  info: RequestInfo,
  flow: Flow,
  claims: SsoClaims,
): Promise<SignInOutcome> {
  const tenant = await lookUpTenant(flow.tenantId);
  if (!tenant) throw new SsoError("sso_workspace_unavailable", "The workspace is gone.");
  const rules = await withSystem((tx) => connectionRules(tx, flow));
  if (isGoogle(rules)) await assertHostedDomain(flow, claims);
  const found = await findPerson(flow, claims);
  const userId = await joinWorkspace(info, { tenant, rules, claims, found }).catch((error: unknown) => {
    if (isUnavailable(error)) {
      throw new SsoError("sso_workspace_unavailable", "The workspace's database does not answer.", error);
    }
    throw error;
  });
  const providerFactor =
    rules.secondFactor === "always" || (rules.secondFactor === "claimed" && claims.second_factor);
  return withSystem(async (tx) => {
    await keepIdentity(tx, flow, claims, userId);
    const person = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { totpFactor: true } });
    if (!providerFactor && !(await mayEnrolHere(tx, flow, userId))) {
      throw new SsoError(
        "sso_second_factor_first",
        "This workspace asks for a second factor, which the person sets up with their own password.",
      );
    }
    return continueSignIn(tx, info, {
      person,
      method: ssoMethod(flow.connectionId),
      previousSid: null,
      providerFactor,
    });
  });
}

export type ConnectionRules = {
  id: string;
  kind: string;
  preset: string;
  settings: unknown;
  jit: boolean;
  defaultRole: string;
  groupRoles: unknown;
  secondFactor: string;
};

async function connectionRules(tx: SystemTx, flow: Flow): Promise<ConnectionRules> {
  const row = await tx.ssoConnection.findFirst({
    where: { id: flow.connectionId, tenantId: flow.tenantId, status: "enabled" },
    select: {
      ...{ id: true, kind: true, preset: true, settings: true },
      ...{ jit: true, defaultRole: true, groupRoles: true, secondFactor: true },
    },
  });
  if (!row) throw new SsoError("sso_disabled", "The connection is switched off.");
  return row;
}

/** By what it was called at its making, or by where it really goes. */
function isGoogle({ kind, preset, settings }: ConnectionRules): boolean {
  if (kind !== "oidc") return false;
  return (
    preset === "google" || oidcSettings.safeParse(settings).data?.issuer === "https://accounts.google.com"
  );
}

/** The link is made once; two people cannot have one subject, nor one person two here. */
async function keepIdentity(tx: SystemTx, flow: Flow, claims: SsoClaims, userId: string): Promise<void> {
  const { tenantId, connectionId } = flow;
  const now = new Date();
  const email = claims.email;
  const kept = await tx.$executeRaw`
    insert into platform.sso_identities as i
      (tenant_id, connection_id, subject, user_id, email, groups, last_sign_in_at)
    values (${tenantId}::uuid, ${connectionId}::uuid, ${claims.subject}, ${userId}::uuid, ${email}, ${claims.groups}, ${now})
    on conflict (tenant_id, connection_id, subject) do update
      set email = excluded.email, groups = excluded.groups, last_sign_in_at = excluded.last_sign_in_at
      where i.user_id = excluded.user_id`.catch((error: unknown) => {
    if (hasSqlState(error, "23505")) {
      throw new SsoError("sso_not_member", "This member is known to the provider by another subject.", error);
    }
    if (hasSqlState(error, "23503")) {
      throw new SsoError("sso_disabled", "The connection was deleted meanwhile.", error);
    }
    throw error;
  });
  if (kept !== 1) throw new SsoError("sso_not_member", "This subject belongs to another member.");
  await tx.ssoConnection.updateMany({ where: { id: connectionId, tenantId }, data: { lastSignInAt: now } });
}
