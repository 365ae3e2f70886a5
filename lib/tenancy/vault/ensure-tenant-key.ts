import "server-only";
import { withTenantKey } from "./tenant-keys";

/** Gives a tenant its first data key when it has none. Safe to repeat and to run twice at once. */
export async function ensureTenantKey(tenantId: string): Promise<void> {
  await withTenantKey(tenantId, null, () => undefined);
}
