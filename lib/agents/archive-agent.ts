import "server-only";
import { actorName, actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { notifyIntegrations } from "@/lib/notifications/integrations/notify-integrations";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { lockAgent, presentAgent } from "./internal";
import type { AgentDto } from "./schema";

/**
 * Archives an agent: it stops counting towards the limit and keeps its history. Archiving twice changes nothing.
 * @throws DomainError permission_denied
 * @throws NotFoundError
 */
export async function archiveAgent(ctx: TenantContext, id: string): Promise<AgentDto> {
  ctx.authorize("agents:archive");
  const row = await withTenant({ tenantId: ctx.tenant.id, userId: actorPerson(ctx.actor) }, async (tx) => {
    const old = await lockAgent(tx, id);
    if (old.status === "archived") return old;
    const data = { status: "archived", archivedAt: new Date() };
    const archived = await tx.agentInstance.update({ where: { id }, data });
    await recordEvent(tx, ctx, {
      action: "agent.archived",
      target: { type: "agent", id, label: old.name },
      before: { status: old.status },
      after: { status: "archived" },
    });
    await notifyIntegrations(tx, ctx.tenant.id, {
      event: "agent.archived",
      actor: actorName(ctx.actor),
      target: { id, name: old.name },
    });
    // Last, so that the account's counter is locked as short as can be.
    await tx.$queryRaw`select platform.release_agent()::text`;
    return archived;
  });
  return presentAgent(row);
}
