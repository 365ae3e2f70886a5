import "server-only";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { recordEvent } from "@/lib/audit/record-event";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import { liveDirectories } from "../membership/live-directories";
import { projectRoles } from "../membership/project-roles";
import { fallbackRole } from "../membership/set-membership";
import { assertVersion } from "../protocol/version";
import { lockGroup } from "./lock-group";

/**
 * Takes a group away, with its bindings and the roles that its people had through it. A group made later under the
 * same name is another group.
 * @throws ScimError 404, 412; ConflictError last_admin
 */
export async function deleteGroup(ctx: ScimContext, id: string, ifMatch: string | null): Promise<object> {
  const tenantId = ctx.tenant.id;
  const live = await liveDirectories(tenantId);
  const work = withTenant({ tenantId }, async (tx) => {
    const row = await lockGroup(tx, ctx, id);
    assertVersion(ifMatch, row.revision);
    const people = row.members.map(({ scimUser }) => scimUser.userId);
    await tx.roleBinding.deleteMany({ where: { tenantId, subjectType: "scim_group", subjectId: id } });
    await tx.scimGroup.delete({ where: { tenantId_id: { tenantId, id } }, select: { id: true } });
    await projectRoles(tx, ctx, people, { live, fallbackRoleId: (await fallbackRole(tx, ctx)).id });
    await recordEvent(tx, ctx, {
      action: "scim.group_deleted",
      target: { type: "scim_group", id, label: row.displayName },
      before: { name: row.displayName, members: people.length },
    });
  });
  await keepingAdmin(work);
  return {};
}
