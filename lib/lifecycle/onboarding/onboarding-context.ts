import "server-only";
import { buildContext } from "@/lib/access/build-context";
import { type Denial, policyDenial } from "@/lib/access/decide";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { tenantPermissions } from "@/lib/access/tenant-permissions";
import type { AccountRole, TenantContext, TenantFacts, UserContext } from "@/lib/core/context";
import { DomainError, NotFoundError, UnauthenticatedError } from "@/lib/core/errors";
import { type PolicyRow, policyRefusal, readAppliedPolicy } from "@/lib/tenancy/policies/policy-refusal";
import { withSystem } from "@/lib/tenancy/with-system";

/**
 * The tenant context of the workspace in a person's wizard: the wizard lives on the root host, where no host names
 * a tenant. Membership, rights and the workspace's security policy are read as on every other request.
 * @throws DomainError tenant_unavailable while it is being prepared; UnauthenticatedError for a session that is over
 * @throws NotFoundError without a workspace, or for somebody who is no active member of it
 */
export async function onboardingContext(ctx: UserContext): Promise<TenantContext> {
  const { userId } = ctx.actor;
  const row = await withSystem((tx) => tx.onboarding.findUnique({ where: { userId } }));
  const tenant = row?.tenantId ? await lookUpTenant(row.tenantId) : null;
  if (!tenant) throw new NotFoundError("workspace");
  if (tenant.status === "provisioning" || tenant.status === "pending_approval") {
    throw new DomainError("tenant_unavailable", "The workspace is still being prepared.", {
      retryAfterSeconds: 2,
    });
  }
  const [grants, refusal, member] = await Promise.all([
    tenantPermissions(tenant.id, userId),
    policyRefusalOf(ctx, tenant),
    withSystem((tx) =>
      tx.accountMember.findUnique({ where: { accountId_userId: { accountId: tenant.accountId, userId } } }),
    ),
  ]);
  if (grants?.status !== "active") throw new NotFoundError("workspace");
  return buildContext({
    requestId: ctx.requestId,
    ip: ctx.ip,
    userAgent: ctx.userAgent,
    actor: ctx.actor,
    tenant,
    refusal,
    rolePermissions: grants.permissions,
    // The column's check allows exactly these.
    accountRole: (member?.role ?? null) as AccountRole | null,
  });
}

/** The wizard outlives the set-up, so the policy that was set later holds here too. */
async function policyRefusalOf(ctx: UserContext, tenant: TenantFacts): Promise<Denial | null> {
  const [row] = await withSystem(
    (tx) => tx.$queryRaw<(PolicyRow & { is_over: boolean })[]>`
      select p.policy, p.policy_version, p.session_method, p.password_due, p.has_factor, p.member_since,
        p.sid_hash is null as is_over
      from platform.sessions s cross join lateral platform.apply_policy(${tenant.slug}, s.sid_hash) p
      where s.id = ${ctx.actor.sessionId}::uuid`,
  );
  if (!row || row.is_over) throw new UnauthenticatedError();
  const caller = { type: "user", mfaAt: ctx.actor.mfaAt, ip: ctx.ip } as const;
  const reason = policyRefusal(readAppliedPolicy(tenant.id, row), caller);
  return reason && policyDenial(reason, ctx.ip);
}
