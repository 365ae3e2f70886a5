import "server-only";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

/** Changes of a tenant's roles and of who holds them take turns: what a check saw is still so when the change is made. */
export async function lockRoles(tx: TenantTx, tenantId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('roles:' || ${tenantId}, 0))::text`;
}
