import "server-only";
import type { Admission } from "@/lib/usage/calls/admit-call";

/**
 * Tells a key's caller where it stands: RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers) with
 * their older X- forms, and the quota of the period. Resets with X- are Unix seconds.
 */
export function setKeyHeaders(headers: Headers, admission: Admission): void {
  const { rate, quota } = admission;
  if (rate) {
    const whose = isOwnRate(admission) ? "key" : "account";
    headers.set("ratelimit-policy", `"${whose}";q=${rate.limit};w=60`);
    headers.set("ratelimit", `"${whose}";r=${rate.remaining};t=${rate.resetSeconds}`);
    headers.set("x-ratelimit-limit", String(rate.limit));
    headers.set("x-ratelimit-remaining", String(rate.remaining));
    headers.set("x-ratelimit-reset", String(Math.ceil(Date.now() / 1000) + rate.resetSeconds));
  }
  if (quota) {
    headers.set("x-quota-limit", quota.limit === null ? "unlimited" : String(quota.limit));
    headers.set("x-quota-used", String(quota.used));
    headers.set("x-quota-reset", String(Math.ceil(quota.resetsAt.getTime() / 1000)));
  }
}

/**
 * Whether admission speaks of the key's own rate: it names the one that leaves less. Where both are as high, that is the
 * account's, which counts this key's calls and all others.
 */
export function isOwnRate({ facts, rate }: Admission): boolean {
  if (facts?.own_rate == null || rate?.limit !== facts.own_rate) return false;
  return facts.entitlements.api_rate?.limit !== facts.own_rate;
}
