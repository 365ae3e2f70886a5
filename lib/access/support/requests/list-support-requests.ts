import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { withSystem } from "@/lib/tenancy/with-system";
import { type SupportRequestPage, type SupportRequestQuery, supportRequestQuery } from "../schema";
import { presentRequest } from "./present-request";

/**
 * What our support asked this workspace's admins for, newest first.
 * @throws DomainError permission_denied, invalid_request (cursor)
 */
export async function listSupportRequests(
  ctx: TenantContext,
  input: SupportRequestQuery,
): Promise<SupportRequestPage> {
  ctx.authorize("support:read");
  const { limit, cursor, open } = supportRequestQuery.parse(input);
  const rows = await withSystem((tx) =>
    tx.supportRequest.findMany({
      where: {
        tenantId: ctx.tenant.id,
        ...(open && { status: "pending", expiresAt: { gt: new Date() } }),
        AND: [afterCursor(cursor, "createdAt")],
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit + 1,
    }),
  );
  return toPage(rows, limit, (row) => ({ at: row.createdAt, id: row.id }), presentRequest);
}
