import type { Entitlements } from "@/lib/core/context";
import { DomainError } from "@/lib/core/errors";
import { FEATURES, type FeatureKey, type LimitKey, levelRank, PLANS, smallestPlanWith } from "./catalogue";

/** True when the account has the feature, at `level` or above when one is named. */
export function hasFeature(entitlements: Entitlements, feature: FeatureKey, level?: string): boolean {
  const found = entitlements[feature];
  if (!found?.enabled) return false;
  return level === undefined || levelRank(feature, found.level) >= levelRank(feature, level);
}

/** The account's limit; null means unlimited, 0 that it has none of it. */
export function limitOf(entitlements: Entitlements, feature: LimitKey): number | null {
  const found = entitlements[feature];
  return found?.enabled ? found.limit : 0;
}

/**
 * @throws DomainError feature_unavailable, naming the smallest plan that has the feature
 */
export function assertFeature(entitlements: Entitlements, feature: FeatureKey, level?: string): void {
  if (hasFeature(entitlements, feature, level)) return;
  const needed = smallestPlanWith(feature, level);
  const wanted = FEATURES[feature].kind === "level" && level ? `${feature} (${level})` : feature;
  const where = needed ? ` It is part of the ${PLANS[needed].name} plan.` : "";
  throw new DomainError("feature_unavailable", `Your plan does not include ${wanted}.${where}`, {
    subject: feature,
    reason: "plan_lacks_feature",
  });
}
