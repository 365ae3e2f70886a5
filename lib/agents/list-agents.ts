import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { presentAgent } from "./internal";
import { type AgentListQuery, type AgentPage, agentListQuery } from "./schema";

/**
 * Agents of the tenant, newest first; found by part of the name, filtered by status.
 * @throws DomainError permission_denied, invalid_request (cursor)
 */
export async function listAgents(ctx: TenantContext, input: AgentListQuery): Promise<AgentPage> {
  ctx.authorize("agents:read");
  const query = agentListQuery.parse(input);
  const rows = await withTenant({ tenantId: ctx.tenant.id }, (tx) =>
    tx.agentInstance.findMany({
      where: {
        AND: [
          query.q ? { name: { contains: query.q, mode: "insensitive" } } : {},
          query.status ? { status: query.status } : {},
          afterCursor(query.cursor, "createdAt"),
        ],
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
    }),
  );
  return toPage(rows, query.limit, (row) => ({ at: row.createdAt, id: row.id }), presentAgent);
}
