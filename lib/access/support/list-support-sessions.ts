import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import {
  type SupportEnd,
  type SupportSessionPage,
  type SupportSessionQuery,
  supportSessionQuery,
} from "./schema";

type Counts = { id: string; pages: number; blocked: number; changes: number };
const NOTHING = { pages: 0, blocked: 0, changes: 0 };

/**
 * Support sessions in this workspace, newest first: who of us, in whose place, why, how long, and how much they did.
 * @throws DomainError permission_denied, invalid_request (cursor)
 */
export async function listSupportSessions(
  ctx: TenantContext,
  input: SupportSessionQuery,
): Promise<SupportSessionPage> {
  ctx.authorize("support:read");
  const query = supportSessionQuery.parse(input);
  const tenantId = ctx.tenant.id;
  const { rows, overOf } = await withSystem(async (tx) => {
    const found = await tx.supportSession.findMany({
      where: { tenantId, ...afterCursor(query.cursor, "startedAt") },
      include: { request: { select: { decidedByName: true } } },
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
    });
    return { rows: found, overOf: await findOvers(tx, found) };
  });
  const counts = await countActs(
    tenantId,
    rows.map(({ id }) => id),
  );
  return toPage(
    rows,
    query.limit,
    (row) => ({ at: row.startedAt, id: row.id }),
    (row) => {
      const over = (row.endReason as SupportEnd | null) ?? overOf.get(row.id) ?? null;
      const endedAt = row.endedAt ?? (over ? new Date(Math.min(Date.now(), row.expiresAt.getTime())) : null);
      const { pages, blocked, changes } = counts.get(row.id) ?? NOTHING;
      return {
        id: row.id,
        staff_name: row.staffName,
        member: { id: row.userId, name: row.userName },
        mode: row.mode === "write" ? ("write" as const) : ("read" as const),
        reason: row.reason,
        ticket: row.ticket,
        consented_by: row.request?.decidedByName ?? null,
        started_at: row.startedAt.toISOString(),
        expires_at: row.expiresAt.toISOString(),
        ended_at: endedAt?.toISOString() ?? null,
        end_reason: over,
        ended_by: row.endedByName,
        pages,
        blocked,
        changes,
      };
    },
  );
}

/** Why sessions that are not written down as ended are over all the same. */
async function findOvers(
  tx: SystemTx,
  rows: readonly { id: string; endedAt: Date | null }[],
): Promise<Map<string, SupportEnd | null>> {
  const open = rows.filter((row) => row.endedAt === null).map((row) => row.id);
  const overs = await tx.$queryRaw<{ id: string; over: SupportEnd | null }[]>`
    select x.id::text, platform.support_session_over(x.id) as over
    from platform.support_sessions x where x.id = any(${open}::uuid[])`;
  return new Map(overs.map(({ id, over }) => [id, over]));
}

async function countActs(tenantId: string, ids: string[]): Promise<Map<string, Counts>> {
  const rows = await withTenant(
    { tenantId },
    (tx) => tx.$queryRaw<Counts[]>`
      select e.support_session_id::text as id,
        count(*) filter (where e.action = 'support_session.viewed')::int as pages,
        count(*) filter (where e.action = 'support_session.blocked')::int as blocked,
        count(*) filter (where e.action not like 'support\\_session.%')::int as changes
      from shared.domain_events e
      where e.tenant_id = ${tenantId}::uuid and e.support_session_id = any(${ids}::uuid[])
      group by e.support_session_id`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
