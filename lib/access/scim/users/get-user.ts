import "server-only";
import { isId } from "@/lib/core/ids";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import type { JsonObject } from "../protocol/definitions";
import { unknownResource } from "../protocol/scim-error";
import { presentUser, WITH_GROUPS } from "./present-user";

/**
 * One person's entry; another connection's is unknown here.
 * @throws ScimError 404
 */
export async function getUser(
  ctx: ScimContext,
  id: string,
): Promise<{ resource: JsonObject; revision: number }> {
  const tenantId = ctx.tenant.id;
  if (!isId(id)) throw unknownResource(id);
  const row = await withTenant({ tenantId }, (tx) =>
    tx.scimUser.findFirst({
      where: { tenantId, id, connectionId: ctx.connection.id },
      include: WITH_GROUPS,
    }),
  );
  if (!row) throw unknownResource(id);
  return { resource: presentUser(row, ctx.base), revision: row.revision };
}
