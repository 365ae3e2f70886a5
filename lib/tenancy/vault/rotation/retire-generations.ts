import "server-only";
import { withSystem } from "../../with-system";
import type { TenantScope } from "../../with-tenant";
import { forgetTenantKeys, KEY_CACHE_MS, withTenantKey } from "../tenant-keys";
import { countOldEnvelopes } from "./reencrypt-tenant";

/** A process may seal with a key it read 30 s ago, and its transaction may take another 30 s; twice that is safe. */
export const GRACE_MS = 2 * (KEY_CACHE_MS + 30_000);

/**
 * Destroys the old generations of a tenant's key once nobody can still be sealing with them and nothing is sealed
 * under them any more.
 * @returns how many old generations are left
 */
export async function retireGenerations(scope: TenantScope, graceMs: number = GRACE_MS): Promise<number> {
  const { tenantId } = scope;
  const current = await withTenantKey(tenantId, null, ({ generation }) => generation);
  const due = await withSystem(
    (tx) => tx.$queryRaw<{ generation: number }[]>`
      select generation from platform.tenant_keys where tenant_id = ${tenantId}::uuid and state = 'retiring'
        and retired_at <= clock_timestamp() - make_interval(secs => ${graceMs / 1000}::double precision)`,
  );
  // Which are due is read before the count: a key retired in between is not among them.
  const unused = due.length > 0 && (await countOldEnvelopes(scope, current)) === 0;
  return withSystem(async (tx) => {
    if (unused) {
      await tx.tenantKey.updateMany({
        where: { tenantId, state: "retiring", generation: { in: due.map((row) => row.generation) } },
        data: { state: "destroyed", wrapped: null, destroyedAt: new Date() },
      });
      forgetTenantKeys(tenantId);
    }
    return tx.tenantKey.count({ where: { tenantId, state: "retiring" } });
  });
}
