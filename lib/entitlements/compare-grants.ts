import { FEATURE_KEYS, type FeatureKey, levelRank, PLANS, type PlanKey } from "./catalogue";

type Value = number | string | boolean | null;
export type GrantChange = { feature: FeatureKey; before: Value; after: Value; better: boolean };

/** What somebody gains and loses between two plans, in the order of the catalogue. */
export function compareGrants(from: PlanKey, to: PlanKey): GrantChange[] {
  return FEATURE_KEYS.flatMap((feature) => {
    const before = PLANS[from].grants[feature];
    const after = PLANS[to].grants[feature];
    if (before === after) return [];
    return [{ feature, before, after, better: weight(feature, after) > weight(feature, before) }];
  });
}

function weight(feature: FeatureKey, value: Value): number {
  if (value === null) return Number.POSITIVE_INFINITY;
  return typeof value === "string" ? levelRank(feature, value) : Number(value);
}
