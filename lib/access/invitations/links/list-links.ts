import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { LINK_FIELDS, type LinkRow, presentLink } from "./internal";
import { type LinkListQuery, type LinkPage, linkListQuery } from "./schema";

/**
 * Links of the workspace, newest first. Their addresses are never shown again.
 * @throws DomainError permission_denied, invalid_request (cursor)
 */
export async function listLinks(ctx: TenantContext, input: LinkListQuery): Promise<LinkPage> {
  ctx.authorize("members:invite");
  const query = linkListQuery.parse(input);
  const tenantId = ctx.tenant.id;
  const rows = await withTenant({ tenantId }, (tx) =>
    tx.invitationLink.findMany({
      where: { tenantId, AND: [afterCursor(query.cursor, "createdAt")] },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
      select: LINK_FIELDS,
    }),
  );
  return toPage(rows as LinkRow[], query.limit, (row) => ({ at: row.createdAt, id: row.id }), presentLink);
}
