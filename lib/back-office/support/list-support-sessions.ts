import "server-only";
import { findOvers, presentSession } from "@/lib/access/support/present-session";
import type { StaffContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { type AdminSupportQuery, type AdminSupportSessionPage, adminSupportQuery } from "./schema";

/**
 * Every support session, newest first: who, where, in whose place, why and until when.
 * @throws PermissionError; DomainError invalid_request (cursor)
 */
export async function listSupportSessions(
  ctx: StaffContext,
  input: AdminSupportQuery,
): Promise<AdminSupportSessionPage> {
  assertStaff(ctx);
  const query = adminSupportQuery.parse(input);
  return withSystem(async (tx) => {
    const rows = await tx.supportSession.findMany({
      where: {
        ...(query.tenant_id && { tenantId: query.tenant_id }),
        ...afterCursor(query.cursor, "startedAt"),
      },
      include: {
        tenant: { select: { id: true, name: true, slug: true } },
        request: { select: { decidedByName: true } },
      },
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
    });
    const overs = await findOvers(tx, rows);
    return toPage(
      rows,
      query.limit,
      (row) => ({ at: row.startedAt, id: row.id }),
      (row) => ({
        ...presentSession(row, overs),
        tenant: row.tenant,
        is_own: row.staffId === ctx.actor.userId,
      }),
    );
  });
}
