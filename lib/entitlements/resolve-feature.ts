import type { Entitlement, Entitlements } from "@/lib/core/context";
import { isRolledOutTo } from "@/lib/core/rollout";
import { isInEveryPlan, TOGGLE_KEYS, type ToggleKey } from "./toggles";

/** Why a feature is on or off; the first that says no wins, in this order. */
export const FEATURE_SOURCES = ["on", "platform", "plan", "rollout", "workspace"] as const;
export type FeatureSource = (typeof FEATURE_SOURCES)[number];

export type FeatureFlag = { enabled: boolean; rollout: number };
/** Both sides of the switches, as the directory tells them. Missing entries are on. */
export type FeatureSwitches = {
  switches: Readonly<Record<string, boolean>>;
  flags: Readonly<Record<string, FeatureFlag>>;
};

export type ResolvedFeature = {
  enabled: boolean;
  source: FeatureSource;
  inPlan: boolean;
  /** The workspace's own wish, whatever the others say. */
  wanted: boolean;
  rollout: number;
};

type Facts = {
  tenantId: string;
  inPlan: boolean;
  wanted?: boolean | undefined;
  flag?: FeatureFlag | undefined;
};

/**
 * Kill switch ∩ plan ∩ roll-out ∩ the workspace's own switch. Pure and the only place that decides it: the settings
 * page, the back-office and the checks themselves all ask here.
 */
export function resolveFeature(feature: ToggleKey, facts: Facts): ResolvedFeature {
  const wanted = facts.wanted ?? true;
  const rollout = facts.flag?.rollout ?? 100;
  const source = sourceOf(feature, { ...facts, wanted, rollout });
  return { enabled: source === "on", source, inPlan: facts.inPlan, wanted, rollout };
}

function sourceOf(feature: ToggleKey, facts: Facts & { wanted: boolean; rollout: number }): FeatureSource {
  if (facts.flag && !facts.flag.enabled) return "platform";
  if (!facts.inPlan) return "plan";
  if (!isRolledOutTo(feature, facts.tenantId, facts.rollout)) return "rollout";
  return facts.wanted ? "on" : "workspace";
}

/** What the plan gives, with every switch applied: what decide() and hasFeature() read. */
export function applySwitches(
  planned: Entitlements,
  tenantId: string,
  { switches, flags }: FeatureSwitches,
): Entitlements {
  const result: Record<string, Entitlement> = { ...planned };
  for (const feature of TOGGLE_KEYS) {
    const grant = planned[feature];
    const inPlan = isInEveryPlan(feature) || grant?.enabled === true;
    const { enabled, source } = resolveFeature(feature, {
      tenantId,
      inPlan,
      wanted: switches[feature],
      flag: flags[feature],
    });
    const base = grant ?? { limit: null, level: null, source: "plan" as const };
    result[feature] =
      source === "on" || source === "plan" ? { ...base, enabled } : { ...base, enabled, off: source };
  }
  return result;
}
