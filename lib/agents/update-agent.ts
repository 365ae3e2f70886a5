import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { lockAgent, presentAgent, withUniqueName } from "./internal";
import { type AgentChange, type AgentDto, agentChange } from "./schema";

/**
 * Changes an agent's name or description.
 * @throws DomainError permission_denied
 * @throws NotFoundError
 * @throws ConflictError reasons name_taken, agent_archived
 */
export async function updateAgent(ctx: TenantContext, id: string, input: AgentChange): Promise<AgentDto> {
  ctx.authorize("agents:update");
  const change = agentChange.parse(input);
  return withUniqueName(
    withTenant({ tenantId: ctx.tenant.id, userId: actorPerson(ctx.actor) }, async (tx) => {
      const old = await lockAgent(tx, id);
      if (old.status === "archived") {
        throw new ConflictError("This agent is archived. Restore it first.", { reason: "agent_archived" });
      }
      const name = change.name ?? old.name;
      const description = change.description ?? old.description;
      if (name === old.name && description === old.description) return presentAgent(old);
      const row = await tx.agentInstance.update({ where: { id }, data: { name, description } });
      await recordEvent(tx, ctx, {
        action: name === old.name ? "agent.updated" : "agent.renamed",
        target: { type: "agent", id, label: name },
        before: { name: old.name, description: old.description },
        after: { name, description },
      });
      return presentAgent(row);
    }),
  );
}
