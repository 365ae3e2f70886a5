import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { assertFeature } from "@/lib/entitlements/check-feature";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { agentSpec, CATALOGUE_FEATURE, TIER_LEVELS } from "./catalogue";
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
  const scope = { tenantId: ctx.tenant.id, userId: actorPerson(ctx.actor) };
  return withinAgentLimit(ctx, id, (reserve) =>
    withUniqueName(
      withTenant(scope, async (tx) => {
        const old = await lockAgent(tx, id);
        if (old.status !== "archived") return presentAgent(old);
        assertInPlan(ctx, old.catalogueKey);
        // Inside the row's lock: of parallel restores one reserves, and the others find the agent restored.
        await reserve();
        const data = { status: "active", archivedAt: null };
        const row = await tx.agentInstance.update({ where: { id }, data });
        await recordEvent(tx, ctx, {
          action: "agent.restored",
          target: { type: "agent", id, label: row.name },
          before: { status: "archived" },
          after: { status: "active" },
        });
        return presentAgent(row);
      }),
    ),
  );
}

function assertInPlan(ctx: TenantContext, catalogueKey: string): void {
  const spec = agentSpec(catalogueKey);
  if (spec) assertFeature(ctx.tenant.entitlements, CATALOGUE_FEATURE, TIER_LEVELS[spec.tier]);
}
