import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { presentRequest } from "./internal";
import {
  type MembershipRequestListQuery,
  type MembershipRequestPage,
  membershipRequestListQuery,
} from "./schema";

/**
 * People who ask to join the workspace, newest first.
 * @throws DomainError permission_denied, invalid_request (cursor)
 */
export async function listMembershipRequests(
  ctx: TenantContext,
  input: MembershipRequestListQuery,
): Promise<MembershipRequestPage> {
  ctx.authorize("members:invite");
  const query = membershipRequestListQuery.parse(input);
  const tenantId = ctx.tenant.id;
  const rows = await withTenant({ tenantId }, (tx) =>
    tx.membershipRequest.findMany({
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
