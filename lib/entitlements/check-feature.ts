import type { Entitlements } from "@/lib/core/context";
import { DomainError } from "@/lib/core/errors";
import {
  FEATURES,
  type FeatureKey,
  isFeatureKey,
  type LimitKey,
  levelRank,
  PLANS,
  smallestPlanWith,
} from "./catalogue";
import { isInEveryPlan, type ToggleKey } from "./toggles";

/** True when the plan has the feature, at `level` or above when one is named, and no switch turned it off. */
export function hasFeature(
  entitlements: Entitlements,
  feature: FeatureKey | ToggleKey,
  level?: string,
): boolean {
  const found = entitlements[feature];
  if (!found) return isInEveryPlan(feature);
  if (!found.enabled) return false;
  if (level === undefined || !isFeatureKey(feature)) return true;
  return levelRank(feature, found.level) >= levelRank(feature, level);
}

/** The account's limit; null means unlimited, 0 that it has none of it. */
export function limitOf(entitlements: Entitlements, feature: LimitKey): number | null {
  const found = entitlements[feature];
  return found?.enabled ? found.limit : 0;
}

/**
 * @throws DomainError feature_unavailable, naming the smallest plan that has the feature; permission_denied (reason
 * feature_switched_off) when the plan has it and a switch is off
 */
export function assertFeature(
  entitlements: Entitlements,
  feature: FeatureKey | ToggleKey,
  level?: string,
): void {
  if (hasFeature(entitlements, feature, level)) return;
  if (entitlements[feature]?.off || !isFeatureKey(feature)) throw switchedOff(feature);
  const needed = smallestPlanWith(feature, level);
  const wanted = FEATURES[feature].kind === "level" && level ? `${feature} (${level})` : feature;
  const where = needed ? ` It is part of the ${PLANS[needed].name} plan.` : "";
  throw new DomainError("feature_unavailable", `Your plan does not include ${wanted}.${where}`, {
    subject: feature,
    reason: "plan_lacks_feature",
  });
}

function switchedOff(feature: string): DomainError {
  return new DomainError("permission_denied", `The feature ${feature} is switched off here.`, {
    subject: feature,
    reason: "feature_switched_off",
  });
}
