import "server-only";
import type { SystemTx } from "../with-system";
import { forgetTenantKeys } from "./tenant-keys";

/**
 * Destroys every generation of a tenant's key: whatever was sealed for the tenant cannot be read again, wherever a copy
 * is. Other processes forget the key within 30 s. Call it in the transaction that marks the tenant erased.
 */
export async function destroyTenantKey(tx: SystemTx, tenantId: string): Promise<void> {
  await tx.tenantKey.updateMany({
    where: { tenantId, state: { not: "destroyed" } },
    data: { state: "destroyed", wrapped: null, destroyedAt: new Date() },
  });
  forgetTenantKeys(tenantId);
}
