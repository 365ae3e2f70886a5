import "server-only";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { recordEvent } from "@/lib/audit/record-event";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import { liveDirectories } from "../membership/live-directories";
import { projectRoles } from "../membership/project-roles";
import { fallbackRole } from "../membership/set-membership";
import type { JsonObject } from "../protocol/definitions";
import { assertVersion } from "../protocol/version";
import { refuseTaken } from "../users/refuse-taken";
import { readGroupFields } from "./group-fields";
import { lockGroup } from "./lock-group";
import { type GroupRow, presentGroup, WITH_MEMBERS } from "./present-group";
import { writeMembers } from "./write-members";

/**
 * Changes one group under its lock: `change` is given what it is at that moment. People who enter or leave have the
 * roles that follow with their next request.
 * @throws ScimError 404, 412, uniqueness, invalidValue and what `change` throws; ConflictError last_admin
 */
export async function changeGroup(
  ctx: ScimContext,
  id: string,
  ifMatch: string | null,
  change: (row: GroupRow) => JsonObject,
): Promise<{ resource: JsonObject; revision: number }> {
  const tenantId = ctx.tenant.id;
  const live = await liveDirectories(tenantId);
  const work = withTenant({ tenantId }, async (tx) => {
    const row = await lockGroup(tx, ctx, id);
    assertVersion(ifMatch, row.revision);
    const fields = readGroupFields(change(row));
    const externalId = fields.externalId ?? row.externalId;
    const moved = await writeMembers(tx, ctx, id, fields.members);
    const isSame =
      moved.length === 0 && fields.displayName === row.displayName && externalId === row.externalId;
    if (isSame) return { resource: presentGroup(row, ctx.base), revision: row.revision };
    const written = await tx.scimGroup.update({
      where: { tenantId_id: { tenantId, id } },
      data: {
        displayName: fields.displayName,
        displayNameKey: fields.displayName.toLowerCase(),
        externalId,
        revision: { increment: 1 },
      },
      include: WITH_MEMBERS,
    });
    if (moved.length > 0) {
      await projectRoles(tx, ctx, moved, { live, fallbackRoleId: (await fallbackRole(tx, ctx)).id });
    }
    await recordEvent(tx, ctx, {
      action: "scim.group_updated",
      target: { type: "scim_group", id, label: fields.displayName },
      before: { name: row.displayName, members: row.members.length },
      after: { name: fields.displayName, members: fields.members.length, moved: moved.length },
    });
    return { resource: presentGroup(written, ctx.base), revision: written.revision };
  });
  return keepingAdmin(refuseTaken(work));
}
