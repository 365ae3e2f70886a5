import { systemPool } from "@/lib/infra/database/pools";

/** Actions in a tenant's audit log, in the order in which they happened. */
export async function tenantActions(tenantId: string): Promise<string[]> {
  const { rows } = await systemPool().query<{ action: string }>(
    "select action from shared.domain_events where tenant_id = $1 order by occurred_at, id",
    [tenantId],
  );
  return rows.map((row) => row.action);
}
