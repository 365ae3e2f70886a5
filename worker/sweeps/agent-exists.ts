import "server-only";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";

/** Whether a tenant has a live agent with this id. False for a tenant that is gone. */
export async function agentExists(tenantId: string, agentId: string): Promise<boolean> {
  const tenant = await withSystem((tx) =>
    tx.tenant.findFirst({ where: { id: tenantId, status: { not: "erased" } }, select: { cell: true } }),
  );
  if (!tenant) return false;
  const count = await withTenant({ tenantId, cell: tenant.cell }, (tx) =>
    tx.agentInstance.count({ where: { id: agentId, status: { not: "archived" } } }),
  );
  return count === 1;
}
