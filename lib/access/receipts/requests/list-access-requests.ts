import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { type AccessRequestListQuery, type AccessRequestPage, accessRequestListQuery } from "../schema";
import { presentRequest } from "./internal";

/**
 * What people of the workspace ask for, newest first.
 * @throws DomainError permission_denied, invalid_request (cursor)
 */
export async function listAccessRequests(
  ctx: TenantContext,
  input: AccessRequestListQuery,
): Promise<AccessRequestPage> {
  ctx.authorize("members:update");
  const query = accessRequestListQuery.parse(input);
  const tenantId = ctx.tenant.id;
  const rows = await withTenant({ tenantId }, (tx) =>
    tx.accessRequest.findMany({
      where: {
        tenantId,
        ...(query.status && { status: query.status }),
        AND: [afterCursor(query.cursor, "createdAt")],
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
    }),
  );
  return toPage(rows, query.limit, (row) => ({ at: row.createdAt, id: row.id }), presentRequest);
}
