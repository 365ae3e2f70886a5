import "server-only";
import { isId } from "@/lib/core/ids";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import { badRequest } from "../protocol/scim-error";

/**
 * Makes these entries the members of a group, and no others. Answers the people whose groups that changed.
 * @throws ScimError invalidValue for an entry that is not there, or is another connection's
 */
export async function writeMembers(
  tx: TenantTx,
  ctx: ScimContext,
  groupId: string,
  members: readonly string[],
): Promise<string[]> {
  const tenantId = ctx.tenant.id;
  const before = await tx.scimGroupMember.findMany({
    where: { tenantId, groupId },
    select: { scimUserId: true, scimUser: { select: { userId: true } } },
  });
  const held = new Set(before.map((row) => row.scimUserId));
  const wanted = new Set(members);
  const added = members.filter((id) => !held.has(id));
  const gone = before.filter((row) => !wanted.has(row.scimUserId));
  const found = await tx.scimUser.findMany({
    where: { tenantId, connectionId: ctx.connection.id, id: { in: added.filter(isId) } },
    select: { id: true, userId: true },
  });
  const known = new Set(found.map(({ id }) => id));
  const missing = added.find((id) => !known.has(id));
  if (missing !== undefined) throw badRequest("invalidValue", `There is no user ${missing.slice(0, 100)}.`);
  await tx.scimGroupMember.deleteMany({
    where: { tenantId, groupId, scimUserId: { in: gone.map((row) => row.scimUserId) } },
  });
  await tx.scimGroupMember.createMany({
    data: added.map((scimUserId) => ({ tenantId, groupId, scimUserId })),
  });
  return [...gone.map((row) => row.scimUser.userId), ...found.map(({ userId }) => userId)];
}
