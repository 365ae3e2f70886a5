import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { AgentActivity } from "./schema";

const MOST = 50;

/**
 * What was done to one agent, newest first: for everybody who may see the agent, without addresses or devices.
 * @throws DomainError permission_denied
 */
export async function listAgentActivity(ctx: TenantContext, id: string): Promise<AgentActivity[]> {
  ctx.authorize("agents:read");
  const rows = await withTenant({ tenantId: ctx.tenant.id }, (tx) =>
    tx.domainEvent.findMany({
      where: { tenantId: ctx.tenant.id, targetType: "agent", targetId: id },
      orderBy: [{ occurredAt: "desc" }, { id: "desc" }],
      take: MOST,
    }),
  );
  return rows.map((row) => ({
    id: row.id,
    action: row.action,
    actor_label: row.actorLabel,
    occurred_at: row.occurredAt.toISOString(),
    before: row.before as Record<string, unknown> | null,
    after: row.after as Record<string, unknown> | null,
  }));
}
