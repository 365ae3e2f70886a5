import "server-only";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { isId } from "@/lib/core/ids";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import { unknownResource } from "../protocol/scim-error";
import { type UserRow, WITH_GROUPS } from "./present-user";

/**
 * One entry of the caller's own connection, its row locked until the transaction ends: of parallel changes each sees
 * what the one before wrote. The lock of roles comes first, as everywhere.
 * @throws ScimError 404
 */
export async function lockUser(tx: TenantTx, ctx: ScimContext, id: string): Promise<UserRow> {
  const tenantId = ctx.tenant.id;
  if (!isId(id)) throw unknownResource(id);
  await lockRoles(tx, tenantId);
  await tx.$queryRaw`select 1 as one from shared.scim_users
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid and connection_id = ${ctx.connection.id}::uuid for update`;
  const row = await tx.scimUser.findFirst({
    where: { tenantId, id, connectionId: ctx.connection.id },
    include: WITH_GROUPS,
  });
  if (!row) throw unknownResource(id);
  return row;
}
