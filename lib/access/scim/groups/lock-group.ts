import "server-only";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { isId } from "@/lib/core/ids";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import { unknownResource } from "../protocol/scim-error";
import { type GroupRow, WITH_MEMBERS } from "./present-group";

/**
 * One group of the caller's own connection with its members, its row locked until the transaction ends.
 * @throws ScimError 404
 */
export async function lockGroup(
  tx: TenantTx,
  ctx: ScimContext,
  id: string,
): Promise<GroupRow & Required<Pick<GroupRow, "members">>> {
  const tenantId = ctx.tenant.id;
  if (!isId(id)) throw unknownResource(id);
  await lockRoles(tx, tenantId);
  await tx.$queryRaw`select 1 as one from shared.scim_groups
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid and connection_id = ${ctx.connection.id}::uuid for update`;
  const row = await tx.scimGroup.findFirst({
    where: { tenantId, id, connectionId: ctx.connection.id },
    include: WITH_MEMBERS,
  });
  if (!row) throw unknownResource(id);
  return row;
}
