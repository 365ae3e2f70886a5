import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { requireIntegration } from "./internal";
import type { DeliveryDto, IntegrationKind } from "./schema";

const SHOWN = 50;

/**
 * The last fifty attempts to deliver, newest first.
 * @throws DomainError permission_denied; NotFoundError
 */
export async function listDeliveries(
  ctx: TenantContext,
  kind: IntegrationKind,
): Promise<{ data: DeliveryDto[] }> {
  ctx.authorize("integrations:read");
  const rows = await withTenant({ tenantId: ctx.tenant.id }, async (tx) => {
    const { id } = await requireIntegration(tx, kind);
    return tx.integrationDelivery.findMany({
      where: { integrationId: id },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: SHOWN,
    });
  });
  return {
    data: rows.map((row) => ({
      id: row.id,
      event: row.event,
      event_id: row.eventId,
      attempt: row.attempt,
      succeeded: row.succeeded,
      response_status: row.responseStatus,
      duration_ms: row.durationMs,
      reason: row.reason,
      created_at: row.createdAt.toISOString(),
    })),
  };
}
