import "server-only";
import { buildContext } from "@/lib/access/build-context";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { tenantPermissions } from "@/lib/access/tenant-permissions";
import type { AccountRole, TenantContext, UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";

/**
 * The context that a request of this person to one of their workspaces would get. An owner of its account who is no
 * active member has what the account gives, and no role.
 * @throws NotFoundError for anybody else
 */
export async function personInTenant(ctx: UserContext, tenantId: string): Promise<TenantContext> {
  const { userId } = ctx.actor;
  const [tenant, grants] = await Promise.all([lookUpTenant(tenantId), tenantPermissions(tenantId, userId)]);
  if (!tenant) throw new NotFoundError("workspace");
  const account = await withSystem((tx) =>
    tx.accountMember.findUnique({
      where: { accountId_userId: { accountId: tenant.accountId, userId } },
      select: { role: true },
    }),
  );
  const isMember = grants?.status === "active";
  if (!isMember && account?.role !== "owner") throw new NotFoundError("workspace");
  const { requestId, ip, userAgent, actor } = ctx;
  return buildContext({
    ...{ requestId, ip, userAgent, actor, tenant },
    rolePermissions: isMember ? grants.permissions : [],
    accountRole: (account?.role as AccountRole | undefined) ?? null,
  });
}
