import "server-only";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { recordEvent } from "@/lib/audit/record-event";
import { newId } from "@/lib/core/ids";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import type { JsonObject } from "../protocol/definitions";
import { badRequest } from "../protocol/scim-error";
import { refuseTaken } from "../users/refuse-taken";
import { readGroupFields } from "./group-fields";
import { presentGroup, WITH_MEMBERS } from "./present-group";
import { writeMembers } from "./write-members";

const MAX_GROUPS = 2_000;

/**
 * Takes up a group. It gives no role, whatever it is called: an admin binds roles to it.
 * @throws ScimError uniqueness, invalidValue, tooMany
 */
export async function createGroup(
  ctx: ScimContext,
  body: JsonObject,
): Promise<{ resource: JsonObject; revision: number }> {
  const fields = readGroupFields(body);
  const tenantId = ctx.tenant.id;
  const work = withTenant({ tenantId }, async (tx) => {
    await lockRoles(tx, tenantId);
    const own = { tenantId, connectionId: ctx.connection.id };
    if ((await tx.scimGroup.count({ where: own })) >= MAX_GROUPS) {
      throw badRequest("tooMany", `A directory has at most ${MAX_GROUPS} groups here.`);
    }
    const { id } = await tx.scimGroup.create({
      data: {
        tenantId,
        id: newId(),
        connectionId: ctx.connection.id,
        displayName: fields.displayName,
        displayNameKey: fields.displayName.toLowerCase(),
        externalId: fields.externalId,
      },
      select: { id: true },
    });
    await writeMembers(tx, ctx, id, fields.members);
    await recordEvent(tx, ctx, {
      action: "scim.group_created",
      target: { type: "scim_group", id, label: fields.displayName },
      after: { name: fields.displayName, external_id: fields.externalId, members: fields.members.length },
    });
    const row = await tx.scimGroup.findUniqueOrThrow({
      where: { tenantId_id: { tenantId, id } },
      include: WITH_MEMBERS,
    });
    return { resource: presentGroup(row, ctx.base), revision: row.revision };
  });
  return refuseTaken(work);
}
