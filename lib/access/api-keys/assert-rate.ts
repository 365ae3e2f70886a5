import "server-only";
import type { Actor, TenantContext } from "@/lib/core/context";
import { PermissionError, ValidationError } from "@/lib/core/errors";

/**
 * A key's own rate lies within the plan's, and a key with a rate of its own hands on no more.
 * @throws ValidationError rate_exceeds_plan; PermissionError reason rate_exceeds_own
 */
export function assertRate({ actor, tenant }: TenantContext, ratePerMinute: number | null): void {
  assertOwnRate(actor, ratePerMinute);
  const limit = tenant.entitlements.api_rate?.limit ?? null;
  if (ratePerMinute === null || limit === null || ratePerMinute <= limit) return;
  throw new ValidationError([
    {
      path: "rate_per_minute",
      code: "rate_exceeds_plan",
      message: `The plan allows ${limit} requests a minute.`,
      params: { limit },
    },
  ]);
}

/** @throws PermissionError reason rate_exceeds_own */
export function assertOwnRate(actor: Actor, ratePerMinute: number | null): void {
  const own = actor.type === "api_key" ? actor.ownRate : null;
  if (own === null || (ratePerMinute !== null && ratePerMinute <= own)) return;
  throw new PermissionError("api_keys:create", { reason: "rate_exceeds_own" });
}
