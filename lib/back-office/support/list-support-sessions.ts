import "server-only";
import type { SupportEnd } from "@/lib/access/support/schema";
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
    const open = rows.filter((row) => row.endedAt === null).map((row) => row.id);
    const overs = await tx.$queryRaw<{ id: string; over: SupportEnd | null }[]>`
      select x.id::text, platform.support_session_over(x.id) as over
      from platform.support_sessions x where x.id = any(${open}::uuid[])`;
    const overOf = new Map(overs.map(({ id, over }) => [id, over]));
    return toPage(
      rows,
      query.limit,
      (row) => ({ at: row.startedAt, id: row.id }),
      (row) => {
        // Over, and not yet written down: the next run of the sweep does.
        const over = row.endReason ?? overOf.get(row.id) ?? null;
        const endedAt =
          row.endedAt ?? (over ? new Date(Math.min(Date.now(), row.expiresAt.getTime())) : null);
        return {
          id: row.id,
          tenant: row.tenant,
          is_own: row.staffId === ctx.actor.userId,
          staff_name: row.staffName,
          member: { id: row.userId, name: row.userName },
          mode: row.mode === "write" ? ("write" as const) : ("read" as const),
          reason: row.reason,
          ticket: row.ticket,
          consented_by: row.request?.decidedByName ?? null,
          started_at: row.startedAt.toISOString(),
          expires_at: row.expiresAt.toISOString(),
          ended_at: endedAt?.toISOString() ?? null,
          end_reason: over as SupportEnd | null,
          ended_by: row.endedByName,
        };
      },
    );
  });
}
