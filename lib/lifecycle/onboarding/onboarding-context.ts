import "server-only";
import { buildContext } from "@/lib/access/build-context";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { tenantPermissions } from "@/lib/access/tenant-permissions";
import type { AccountRole, TenantContext, UserContext } from "@/lib/core/context";
import { DomainError, NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";

/**
 * The tenant context of the workspace in a person's wizard: the wizard lives on the root host, where no host names
 * a tenant. Membership and rights are read as on every other request.
 * @throws DomainError tenant_unavailable while it is being prepared
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
  const [grants, member] = await Promise.all([
    tenantPermissions(tenant.id, userId),
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
    rolePermissions: grants.permissions,
    // The column's check allows exactly these.
    accountRole: (member?.role ?? null) as AccountRole | null,
  });
}
