import "server-only";
import { sealEnvelope } from "./envelope";
import type { EnvelopePlace } from "./envelope-columns";
import { withTenantKey } from "./tenant-keys";

/**
 * Encrypts a tenant's secret for storage under the tenant's own key (AES-256-GCM). It opens at this place only, and
 * never again once the tenant's key is destroyed. Works inside any transaction, and outside one; a tenant without a
 * key gets its first one. Add the column to ENVELOPE_COLUMNS first.
 * @throws EnvelopeError key_destroyed for an erased tenant
 */
export function sealForTenant(place: EnvelopePlace, plaintext: string): Promise<string> {
  return withTenantKey(place.tenantId, null, ({ key, generation }) =>
    sealEnvelope(key, generation, place, plaintext),
  );
}
