import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { placeOf } from "@/lib/infra/places";
import type { DomainEventModel } from "@/lib/infra/prisma/generated/models";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { type AuditEventDto, type AuditEventPage, type AuditEventQuery, auditEventQuery } from "./schema";

/**
 * What happened in the tenant, newest first, filtered by action, actor, target and time (`from` ≤ t < `to`).
 * @throws DomainError permission_denied, invalid_request (cursor)
 */
export async function listEvents(ctx: TenantContext, input: AuditEventQuery): Promise<AuditEventPage> {
  ctx.authorize("audit:read");
  const query = auditEventQuery.parse(input);
  const rows = await withTenant({ tenantId: ctx.tenant.id }, (tx) =>
    tx.domainEvent.findMany({
      where: {
        tenantId: ctx.tenant.id,
        ...(query.action && { action: query.action }),
        ...(query.support_session_id && { supportSessionId: query.support_session_id }),
        ...(query.actor_id && { actorId: query.actor_id }),
        ...(query.target_type && { targetType: query.target_type }),
        ...(query.target_id && { targetId: query.target_id }),
        AND: [
          ...(query.from ? [{ occurredAt: { gte: new Date(query.from) } }] : []),
          ...(query.to ? [{ occurredAt: { lt: new Date(query.to) } }] : []),
          afterCursor(query.cursor, "occurredAt"),
        ],
      },
      orderBy: [{ occurredAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
    }),
  );
  const hidesPlaces = ctx.actor.type === "user" && ctx.actor.support !== undefined;
  return toPage(
    rows,
    query.limit,
    (row) => ({ at: row.occurredAt, id: row.id }),
    (row) => presentEvent(row, hidesPlaces),
  );
}

/** Where a member sat and with which browser is not for support staff in somebody's place. */
function presentEvent(row: DomainEventModel, hidesPlaces: boolean): AuditEventDto {
  return {
    id: row.id,
    occurred_at: row.occurredAt.toISOString(),
    action: row.action,
    actor: { type: row.actorType, id: row.actorId, label: row.actorLabel, on_behalf_of: row.onBehalfOf },
    support: row.supportSessionId ? { session_id: row.supportSessionId, ticket: row.ticket ?? "" } : null,
    target: { type: row.targetType, id: row.targetId, label: row.targetLabel },
    before: row.before,
    after: row.after,
    ip: hidesPlaces ? null : row.ip,
    place: placeOf(hidesPlaces ? null : row.ip),
    user_agent: hidesPlaces ? null : row.userAgent,
    request_id: row.requestId,
  };
}
