import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { requireIntegration } from "./internal";
import type { IntegrationKind } from "./schema";

/**
 * Takes an integration away with its secret and its deliveries. Also where the plan no longer includes it.
 * @throws DomainError permission_denied; NotFoundError
 */
export async function removeIntegration(ctx: TenantContext, kind: IntegrationKind): Promise<void> {
  ctx.authorize("integrations:manage");
  await withTenant({ tenantId: ctx.tenant.id }, async (tx) => {
    const row = await requireIntegration(tx, kind);
    await tx.integration.delete({ where: { kind }, select: { id: true } });
    await recordEvent(tx, ctx, {
      action: "integration.removed",
      target: { type: "integration", id: row.id, label: kind },
      before: { enabled: row.enabled, config: row.config, events: row.events },
    });
  });
}
