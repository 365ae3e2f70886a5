import "server-only";
import * as z from "zod";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { newId } from "@/lib/core/ids";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { liveDirectories } from "../membership/live-directories";
import { projectRoles } from "../membership/project-roles";

export const FORGET_QUEUE = "forget-directory";
export const forgetJob = z.object({ tenantId: z.uuid(), connectionId: z.uuid() });

/**
 * Forgets what a connection's directory said, once the connection is gone. Members stay members and keep the roles and
 * teams that it gave them, as if given by hand, unless another directory of the workspace speaks for them. Doing it again is harmless.
 */
export async function forgetDirectory(tenantId: string, connectionId: string): Promise<void> {
  const live = await liveDirectories(tenantId);
  const cause = {
    ...{ requestId: newId(), ip: null, userAgent: null, tenant: { id: tenantId } },
    actor: { type: "system", name: "Atrium" } as const,
  };
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
      where: { tenantId, userId: { in: people }, connectionId: { in: live.map(({ id }) => id) } },
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
    await tx.teamMember.updateMany({
      where: { tenantId, userId: { in: people.filter((id) => !others.has(id)) }, source: "scim" },
      data: { source: "manual" },
    });
    await projectRoles(tx, cause, [...others], { live, fallbackRoleId: null });
  });
}
