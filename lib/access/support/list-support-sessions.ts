import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { findOvers, presentSession } from "./present-session";
import { type SupportSessionPage, type SupportSessionQuery, supportSessionQuery } from "./schema";

type Counts = { pages: number; blocked: number; changes: number };
const NOTHING: Counts = { pages: 0, blocked: 0, changes: 0 };

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
    (row) => ({ ...presentSession(row, overOf), ...(counts.get(row.id) ?? NOTHING) }),
  );
}

async function countActs(tenantId: string, ids: string[]): Promise<Map<string, Counts>> {
  const rows = await withTenant(
    { tenantId },
    (tx) => tx.$queryRaw<(Counts & { id: string })[]>`
      select e.support_session_id::text as id,
        count(*) filter (where e.action = 'support_session.viewed')::int as pages,
        count(*) filter (where e.action = 'support_session.blocked')::int as blocked,
        count(*) filter (where e.action not like 'support\\_session.%')::int as changes
      from shared.domain_events e
      where e.tenant_id = ${tenantId}::uuid and e.support_session_id = any(${ids}::uuid[])
      group by e.support_session_id`,
  );
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}
