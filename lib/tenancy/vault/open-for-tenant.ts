import "server-only";
import { EnvelopeError, generationOf, openEnvelope } from "./envelope";
import type { EnvelopePlace } from "./envelope-columns";
import { withTenantKey } from "./tenant-keys";

/**
 * Decrypts what sealForTenant() made for this place.
 * @throws EnvelopeError not_an_envelope, does_not_open (changed or moved), unknown_key, key_destroyed
 */
export async function openForTenant(place: EnvelopePlace, envelope: string): Promise<string> {
  const generation = generationOf(envelope);
  if (generation === null) throw new EnvelopeError("not_an_envelope");
  return withTenantKey(place.tenantId, generation, ({ key }) => openEnvelope(key, place, envelope));
}
