import "server-only";
import { findOwn } from "@/lib/access/single-sign-on/connections/own-connection";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { listQuery } from "@/lib/core/list-query";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { ScimGroupPage, ScimListQuery } from "../schema";
import { presentDirectoryGroup, WITH_COUNT } from "./present-directory-group";
import { groupTeams } from "./write-group-teams";

/**
 * The groups that a connection's directory has brought, newest first, with the roles that each gives and the teams it is mapped to.
 * @throws DomainError permission_denied, invalid_request (cursor); NotFoundError
 */
export async function listDirectoryGroups(
  ctx: TenantContext,
  connectionId: string,
  input: ScimListQuery,
): Promise<ScimGroupPage> {
  ctx.authorize("sso:read");
  const query = listQuery.parse(input);
  const tenantId = ctx.tenant.id;
  await withSystem((tx) => findOwn(tx, ctx, connectionId));
  const { rows, bindings, teams } = await withTenant({ tenantId }, async (tx) => {
    const rows = await tx.scimGroup.findMany({
      where: { tenantId, connectionId, AND: [afterCursor(query.cursor, "createdAt")] },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
      include: WITH_COUNT,
    });
    const bindings = await tx.roleBinding.findMany({
      where: { tenantId, subjectType: "scim_group", subjectId: { in: rows.map(({ id }) => id) } },
      select: { subjectId: true, role: { select: { key: true } } },
      orderBy: { role: { rank: "desc" } },
    });
    const teams = await groupTeams(
      tx,
      tenantId,
      rows.map(({ id }) => id),
    );
    return { rows, bindings, teams };
  });
  return toPage(
    rows,
    query.limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) =>
      presentDirectoryGroup(row, {
        roles: bindings.filter(({ subjectId }) => subjectId === row.id).map(({ role }) => role.key),
        teams: teams.filter(({ groupId }) => groupId === row.id),
      }),
  );
}
