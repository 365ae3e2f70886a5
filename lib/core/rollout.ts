/**
 * Whether a tenant is among the first `percent` of a hundred. Stable: growing the share only adds tenants, and each
 * feature has its own order, so that the same tenants are not always first.
 */
export function isRolledOutTo(feature: string, tenantId: string, percent: number): boolean {
  return percent >= 100 || position(`${feature}:${tenantId}`) < percent * 100;
}

/** 0 to 9,999 for a text: FNV-1a with the finaliser of MurmurHash3, whose bits are even enough for percentages. */
function position(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % 10_000;
}
