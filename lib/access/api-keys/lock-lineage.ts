import "server-only";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

/** Rotations of a key and reports of its leak take turns: no successor is made that a report has not seen. */
export async function lockLineage(tx: TenantTx, tenantId: string, lineageId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('keys:' || ${tenantId} || ${lineageId}, 0))::text`;
}
