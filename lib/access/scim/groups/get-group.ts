import "server-only";
import { isId } from "@/lib/core/ids";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import type { JsonObject } from "../protocol/definitions";
import { unknownResource } from "../protocol/scim-error";
import { isShown, type Selection, selectAttributes } from "../protocol/select-attributes";
import { type GroupRow, presentGroup, WITH_MEMBERS } from "./present-group";

/**
 * One group; its members are read only where they are shown.
 * @throws ScimError 404
 */
export async function getGroup(
  ctx: ScimContext,
  id: string,
  selection: Selection,
): Promise<{ resource: JsonObject; revision: number }> {
  const tenantId = ctx.tenant.id;
  if (!isId(id)) throw unknownResource(id);
  const where = { tenantId, id, connectionId: ctx.connection.id };
  const row = await withTenant(
    { tenantId },
    (tx): Promise<GroupRow | null> =>
      isShown(selection, "members")
        ? tx.scimGroup.findFirst({ where, include: WITH_MEMBERS })
        : tx.scimGroup.findFirst({ where }),
  );
  if (!row) throw unknownResource(id);
  return { resource: selectAttributes(presentGroup(row, ctx.base), selection), revision: row.revision };
}
