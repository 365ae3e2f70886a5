import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { INVITATION_FIELDS, type InvitationRow, presentInvitation } from "./record";
import {
  type InvitationListQuery,
  type InvitationPage,
  type InvitationStatus,
  invitationListQuery,
} from "./schema";

/**
 * Invitations of the tenant, newest first. Tokens are never shown.
 * @throws DomainError permission_denied, invalid_request (cursor)
 */
export async function listInvitations(
  ctx: TenantContext,
  input: InvitationListQuery,
): Promise<InvitationPage> {
  ctx.authorize("members:read");
  const query = invitationListQuery.parse(input);
  const rows = await withTenant({ tenantId: ctx.tenant.id }, (tx) =>
    tx.invitation.findMany({
      where: {
        tenantId: ctx.tenant.id,
        AND: [
          query.q ? { email: { contains: query.q.toLowerCase() } } : {},
          query.status ? statusFilter(query.status) : {},
          afterCursor(query.cursor, "createdAt"),
        ],
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
      select: INVITATION_FIELDS,
    }),
  );
  return toPage(
    rows as InvitationRow[],
    query.limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    presentInvitation,
  );
}

function statusFilter(status: InvitationStatus) {
  const now = new Date();
  if (status === "expired") {
    return { OR: [{ status: "expired" }, { status: "pending", expiresAt: { lte: now } }] };
  }
  if (status === "pending") return { status: "pending", expiresAt: { gt: now } };
  return { status };
}
