import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import type { AgentInstanceModel } from "@/lib/infra/prisma/generated/models";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { confirmReservation } from "@/lib/usage/confirm-reservation";
import { releaseReservation } from "@/lib/usage/release-reservation";
import { reserveLimit } from "@/lib/usage/reserve-limit";
import { type AgentDto, agentStatus } from "./schema";

export const AGENTS_METER = "agents";

/** What callers see of an agent. */
export function presentAgent(row: AgentInstanceModel): AgentDto {
  return {
    id: row.id,
    catalogue_key: row.catalogueKey,
    name: row.name,
    description: row.description,
    status: agentStatus.parse(row.status),
    config_version: row.configVersion,
    created_by: { id: row.createdBy, name: row.createdByName },
    archived_at: row.archivedAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

/**
 * One agent, its row locked until the transaction ends. The table is the tenant's own: another tenant's id is unknown here.
 * @throws NotFoundError
 */
export async function lockAgent(tx: TenantTx, id: string): Promise<AgentInstanceModel> {
  await tx.$queryRaw`select 1 as one from "tenant".agent_instances where id = ${id}::uuid for update`;
  const row = await tx.agentInstance.findUnique({ where: { id } });
  if (!row) throw new NotFoundError("agent");
  return row;
}

/**
 * Runs `work`, which makes agent `id` count, within the account's limit. `work` calls `reserve` before it writes; what
 * it reserved is confirmed after it, or given back when it fails. The limit is pooled over the account's tenants.
 * @throws LimitError limit_reached
 * @throws ConflictError reason restore_in_progress
 */
export async function withinAgentLimit<T>(
  ctx: TenantContext,
  id: string,
  work: (reserve: () => Promise<void>) => Promise<T>,
): Promise<T> {
  let isReserved = false;
  let result: T;
  try {
    result = await work(async () => {
      await reserveAgent(ctx, id);
      isReserved = true;
    });
  } catch (error) {
    if (isReserved) await releaseReservation(id);
    throw error;
  }
  if (isReserved) await confirmReservation(id);
  return result;
}

async function reserveAgent(ctx: TenantContext, id: string): Promise<void> {
  const { id: tenantId, accountId } = ctx.tenant;
  try {
    await reserveLimit({ id, accountId, tenantId, meter: AGENTS_METER, feature: "agents", quantity: 1 });
  } catch (error) {
    // The reservation carries the agent's id: a second one means that an earlier restore is not settled yet.
    if (!hasCode(error, "23505")) throw error;
    throw new ConflictError("This agent is being restored already.", {
      reason: "restore_in_progress",
      cause: error,
    });
  }
}

/**
 * Names are unique among agents that are not archived, whatever their case.
 * @throws ConflictError with the field `name`
 */
export async function withUniqueName<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!hasCode(error, "P2002")) throw error;
    const message = "An agent with this name exists already.";
    throw new ConflictError(message, {
      reason: "name_taken",
      errors: [{ path: "name", code: "name_taken", message }],
      cause: error,
    });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
