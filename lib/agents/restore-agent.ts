import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { assertFeature } from "@/lib/entitlements/check-feature";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { agentSpec, CATALOGUE_FEATURE, TIER_LEVELS } from "./catalogue";
import { getAgent } from "./get-agent";
import { lockAgent, presentAgent, withinAgentLimit, withUniqueName } from "./internal";
import type { AgentDto } from "./schema";

/**
 * Brings an archived agent back, within the plan's catalogue and limit. Restoring a live one changes nothing.
 * @throws DomainError permission_denied, feature_unavailable
 * @throws LimitError limit_reached
 * @throws NotFoundError
 * @throws ConflictError reasons name_taken, restore_in_progress
 */
export async function restoreAgent(ctx: TenantContext, id: string): Promise<AgentDto> {
  ctx.authorize("agents:archive");
  const { configuration: _configuration, ...seen } = await getAgent(ctx, id);
  if (seen.status !== "archived") return seen;
  const spec = agentSpec(seen.catalogue_key);
  if (spec) assertFeature(ctx.tenant.entitlements, CATALOGUE_FEATURE, TIER_LEVELS[spec.tier]);
  return withinAgentLimit(ctx, id, () => withUniqueName(unarchive(ctx, id)));
}

function unarchive(ctx: TenantContext, id: string): Promise<AgentDto> {
  return withTenant({ tenantId: ctx.tenant.id, userId: actorPerson(ctx.actor) }, async (tx) => {
    const old = await lockAgent(tx, id);
    if (old.status !== "archived") {
      // A parallel restore was first and counted; failing gives this reservation back.
      throw new ConflictError("This agent was restored a moment ago.", { reason: "restore_in_progress" });
    }
    const data = { status: "active", archivedAt: null };
    const row = await tx.agentInstance.update({ where: { id }, data });
    await recordEvent(tx, ctx, {
      action: "agent.restored",
      target: { type: "agent", id, label: row.name },
      before: { status: "archived" },
      after: { status: "active" },
    });
    return presentAgent(row);
  });
}
