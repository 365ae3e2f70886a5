import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { presentAgent } from "./internal";
import type { AgentDetail } from "./schema";

/**
 * One agent with its current configuration.
 * @throws DomainError permission_denied
 * @throws NotFoundError
 */
export async function getAgent(ctx: TenantContext, id: string): Promise<AgentDetail> {
  ctx.authorize("agents:read");
  return withTenant({ tenantId: ctx.tenant.id }, async (tx) => {
    const row = await tx.agentInstance.findUnique({ where: { id } });
    if (!row) throw new NotFoundError("agent");
    const config = await tx.agentConfig.findUniqueOrThrow({
      where: { agentInstanceId_version: { agentInstanceId: id, version: row.configVersion } },
    });
    return {
      ...presentAgent(row),
      configuration: {
        version: config.version,
        values: config.config as Record<string, unknown>,
        created_at: config.createdAt.toISOString(),
      },
    };
  });
}
