import "server-only";
import { logger } from "@/lib/infra/logger";
import { withSystem } from "../../with-system";
import { reencryptTenant } from "./reencrypt-tenant";
import { resealPlatform } from "./reseal-platform";
import { GRACE_MS, retireGenerations } from "./retire-generations";
import { rewrapTenantKeys } from "./rewrap-tenant-keys";

const BATCH = 100;

/**
 * Brings rotations to their end in the background: moves values to current data keys, destroys old ones, and wraps
 * whatever still needs an old master key. Does nothing when all is new.
 */
export async function finishRotations(graceMs: number = GRACE_MS): Promise<number> {
  const keys = await rewrapTenantKeys();
  const secrets = await resealPlatform();
  const failed = keys.failed + secrets.failed;
  if (failed > 0) logger.error({ failed }, "values need a master key that is not configured");
  const tenants = await withSystem(
    (tx) => tx.$queryRaw<{ tenantId: string; cell: string }[]>`
      select distinct t.id::text as "tenantId", t.cell::text as cell from platform.tenant_keys k
      join platform.tenants t on t.id = k.tenant_id where k.state = 'retiring' limit ${BATCH}`,
  );
  for (const scope of tenants) {
    try {
      await reencryptTenant(scope);
      await retireGenerations(scope, graceMs);
    } catch (error) {
      logger.error({ error, tenant: scope.tenantId }, "finishing a key rotation failed");
    }
  }
  return keys.done + secrets.done + tenants.length;
}
