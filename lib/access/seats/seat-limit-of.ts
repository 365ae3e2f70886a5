import type { Entitlements } from "@/lib/core/context";
import { limitOf } from "@/lib/entitlements/check-feature";

/** Seats of each workspace of the account; null is unlimited, as it was in plan versions from before there were seats. */
export function seatLimitOf(entitlements: Entitlements): number | null {
  return entitlements.seats ? limitOf(entitlements, "seats") : null;
}
