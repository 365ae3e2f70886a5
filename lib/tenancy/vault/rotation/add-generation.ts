import "server-only";
import { withSystem } from "../../with-system";
import { ensureTenantKey } from "../ensure-tenant-key";
import { EnvelopeError } from "../envelope";
import { forgetTenantKeys, newTenantKey } from "../tenant-keys";

/**
 * Gives a tenant a new current data key, unless its current one was made since `since`: repeating a rotation that was
 * killed changes nothing. The old key stays readable until retireGenerations() destroys it.
 * @returns the current generation
 * @throws EnvelopeError key_destroyed
 */
export async function addGeneration(tenantId: string, since: Date): Promise<number> {
  await ensureTenantKey(tenantId);
  const generation = await withSystem(async (tx) => {
    // The lock of the tenant's rows makes a second rotation wait and then see the first one's key.
    const rows = await tx.$queryRaw<{ generation: number; state: string; created_at: Date }[]>`
      select generation, state::text, created_at from platform.tenant_keys
      where tenant_id = ${tenantId}::uuid order by generation for update`;
    const current = rows.find((row) => row.state === "current");
    // Erased since ensureTenantKey() looked, in another process: a tenant that is gone gets no key again.
    if (!current) throw new EnvelopeError("key_destroyed");
    if (current.created_at >= since) return current.generation;
    const next = Math.max(0, ...rows.map((row) => row.generation)) + 1;
    const { kid, wrapped } = await newTenantKey(tenantId, next);
    await tx.$executeRaw`update platform.tenant_keys set state = 'retiring', retired_at = clock_timestamp()
      where tenant_id = ${tenantId}::uuid and state = 'current'`;
    await tx.$executeRaw`insert into platform.tenant_keys (tenant_id, generation, kek_kid, wrapped, created_at)
      values (${tenantId}::uuid, ${next}, ${kid}, ${wrapped}, clock_timestamp())`;
    return next;
  });
  forgetTenantKeys(tenantId);
  return generation;
}
