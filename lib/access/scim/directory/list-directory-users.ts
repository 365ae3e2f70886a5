import "server-only";
import { findOwn } from "@/lib/access/single-sign-on/connections/own-connection";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { listQuery } from "@/lib/core/list-query";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { ScimListQuery, ScimUserDto, ScimUserPage } from "../schema";

/**
 * The people that a connection's directory has brought, newest first, with what they are here.
 * @throws DomainError permission_denied, invalid_request (cursor); NotFoundError
 */
export async function listDirectoryUsers(
  ctx: TenantContext,
  connectionId: string,
  input: ScimListQuery,
): Promise<ScimUserPage> {
  ctx.authorize("sso:read");
  const query = listQuery.parse(input);
  const tenantId = ctx.tenant.id;
  await withSystem((tx) => findOwn(tx, ctx, connectionId));
  const { rows, roles } = await withTenant({ tenantId }, async (tx) => {
    const rows = await tx.scimUser.findMany({
      where: { tenantId, connectionId, AND: [afterCursor(query.cursor, "createdAt")] },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
      include: {
        membership: { select: { email: true, firstName: true, lastName: true, status: true } },
        groups: { select: { group: { select: { displayName: true } } } },
      },
    });
    const roles = await tx.roleBinding.findMany({
      where: {
        tenantId,
        subjectType: "user",
        subjectId: { in: rows.map(({ userId }) => userId) },
        OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
      },
      select: { subjectId: true, role: { select: { key: true } } },
      orderBy: { role: { rank: "desc" } },
    });
    return { rows, roles };
  });
  const rolesOf = (userId: string) =>
    roles.filter(({ subjectId }) => subjectId === userId).map(({ role }) => role.key);
  return toPage(
    rows,
    query.limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    ({ membership, ...row }): ScimUserDto => ({
      id: row.id,
      user_name: row.userName,
      external_id: row.externalId,
      active: row.active,
      member: {
        id: row.userId,
        name: `${membership.firstName} ${membership.lastName}`.trim(),
        email: membership.email,
        status:
          membership.status === "active" || membership.status === "suspended" ? membership.status : "removed",
        roles: rolesOf(row.userId),
      },
      groups: row.groups.map(({ group }) => group.displayName).sort(),
      updated_at: row.updatedAt.toISOString(),
    }),
  );
}
