import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { listQuery } from "@/lib/core/list-query";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { requireIntegration } from "./internal";
import type { DeliveryListQuery, DeliveryPage, IntegrationKind } from "./schema";

/**
 * Attempts to deliver, newest first.
 * @throws DomainError permission_denied, invalid_request (cursor); NotFoundError
 */
export async function listDeliveries(
  ctx: TenantContext,
  kind: IntegrationKind,
  input: DeliveryListQuery = {},
): Promise<DeliveryPage> {
  ctx.authorize("integrations:read");
  const query = listQuery.parse(input);
  const rows = await withTenant({ tenantId: ctx.tenant.id }, async (tx) => {
    const { id } = await requireIntegration(tx, kind);
    return tx.integrationDelivery.findMany({
      where: { AND: [{ integrationId: id }, afterCursor(query.cursor, "createdAt")] },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
    });
  });
  return toPage(
    rows,
    query.limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => ({
      id: row.id,
      event: row.event,
      event_id: row.eventId,
      attempt: row.attempt,
      succeeded: row.succeeded,
      response_status: row.responseStatus,
      duration_ms: row.durationMs,
      reason: row.reason,
      created_at: row.createdAt.toISOString(),
    }),
  );
}
