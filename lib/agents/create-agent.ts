import "server-only";
import { actorName, actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ValidationError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { assertFeature } from "@/lib/entitlements/check-feature";
import { notifyIntegrations } from "@/lib/notifications/integrations/notify-integrations";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { type AgentSpec, agentSpec, CATALOGUE_FEATURE, TIER_LEVELS } from "./catalogue";
import { presentAgent, withinAgentLimit, withUniqueName } from "./internal";
import { type AgentDto, type NewAgent, newAgent } from "./schema";

/**
 * Makes an instance of a catalogue agent with the first version of its configuration.
 * @throws DomainError permission_denied, feature_unavailable (the plan lacks this agent)
 * @throws LimitError limit_reached
 * @throws ValidationError unknown_agent
 * @throws ConflictError reason name_taken
 */
export async function createAgent(ctx: TenantContext, input: NewAgent): Promise<AgentDto> {
  ctx.authorize("agents:create");
  const wish = newAgent.parse(input);
  const spec = specOf(wish.catalogue_key);
  assertFeature(ctx.tenant.entitlements, CATALOGUE_FEATURE, TIER_LEVELS[spec.tier]);
  const id = newId();
  return withinAgentLimit(ctx, id, async (reserve) => {
    await reserve();
    const scope = { tenantId: ctx.tenant.id, userId: actorPerson(ctx.actor) };
    return withUniqueName(withTenant(scope, (tx) => insert(tx, ctx, id, spec, wish)));
  });
}

function specOf(key: string): AgentSpec {
  const spec = agentSpec(key);
  if (spec) return spec;
  throw new ValidationError([
    { path: "catalogue_key", code: "unknown_agent", message: `The catalogue has no agent ${key}.` },
  ]);
}

async function insert(
  tx: TenantTx,
  ctx: TenantContext,
  id: string,
  spec: AgentSpec,
  wish: { name: string; description: string },
): Promise<AgentDto> {
  const createdBy = actorPerson(ctx.actor);
  const row = await tx.agentInstance.create({
    data: {
      id,
      catalogueKey: spec.key,
      name: wish.name,
      description: wish.description,
      createdBy,
      createdByName: actorName(ctx.actor).slice(0, 255),
    },
  });
  const config = { ...spec.defaults, tools: [...spec.defaults.tools], language: ctx.tenant.locale };
  await tx.agentConfig.create({
    data: { id: newId(), agentInstanceId: id, version: 1, config, createdBy },
    select: { id: true },
  });
  await recordEvent(tx, ctx, {
    action: "agent.created",
    target: { type: "agent", id, label: row.name },
    after: { name: row.name, catalogue_key: spec.key },
  });
  await notifyIntegrations(tx, ctx.tenant.id, {
    event: "agent.created",
    actor: actorName(ctx.actor),
    target: { id, name: row.name },
  });
  return presentAgent(row);
}
