import "server-only";
import { buildContext } from "@/lib/access/build-context";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { tenantPermissions } from "@/lib/access/tenant-permissions";
import type { AccountRole, TenantContext, UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";

/**
 * The context that a request of this person to one of their workspaces would get.
 * @throws NotFoundError where they are no active member
 */
export async function personInTenant(ctx: UserContext, tenantId: string): Promise<TenantContext> {
  const { userId } = ctx.actor;
  const [tenant, grants] = await Promise.all([lookUpTenant(tenantId), tenantPermissions(tenantId, userId)]);
  if (!tenant || grants?.status !== "active") throw new NotFoundError("workspace");
  const account = await withSystem((tx) =>
    tx.accountMember.findUnique({
      where: { accountId_userId: { accountId: tenant.accountId, userId } },
      select: { role: true },
    }),
  );
  const { requestId, ip, userAgent, actor } = ctx;
  return buildContext({
    ...{ requestId, ip, userAgent, actor, tenant },
    rolePermissions: grants.permissions,
    accountRole: (account?.role as AccountRole | undefined) ?? null,
  });
}
