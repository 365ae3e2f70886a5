import "server-only";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { projectRoles } from "../membership/project-roles";

/**
 * Forgets what a connection's directory said, when the connection goes. Members stay members and keep the roles that it
 * gave them, as if given by hand, unless another directory of the workspace speaks for them.
 */
export async function forgetDirectory(ctx: TenantContext, connectionId: string): Promise<void> {
  const tenantId = ctx.tenant.id;
  await withTenant({ tenantId }, async (tx) => {
    await lockRoles(tx, tenantId);
    const own = { tenantId, connectionId };
    const groups = await tx.scimGroup.findMany({ where: own, select: { id: true } });
    const users = await tx.scimUser.findMany({ where: own, select: { userId: true } });
    const ids = groups.map(({ id }) => id);
    await tx.roleBinding.deleteMany({
      where: { tenantId, subjectType: "scim_group", subjectId: { in: ids } },
    });
    await tx.scimGroup.deleteMany({ where: own });
    await tx.scimUser.deleteMany({ where: own });
    await tx.scimTombstone.deleteMany({ where: own });
    await tx.scimEvent.deleteMany({ where: own });
    const people = users.map(({ userId }) => userId);
    const elsewhere = await tx.scimUser.findMany({
      where: { tenantId, userId: { in: people } },
      select: { userId: true },
    });
    const others = new Set(elsewhere.map(({ userId }) => userId));
    await tx.roleBinding.updateMany({
      where: {
        tenantId,
        subjectType: "user",
        subjectId: { in: people.filter((id) => !others.has(id)) },
        source: "scim",
      },
      data: { source: "manual" },
    });
    await projectRoles(tx, ctx, [...others], null);
  });
}
