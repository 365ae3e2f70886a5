/** Plans from the smallest to the largest. */
export const PLAN_KEYS = ["free", "starter", "professional", "enterprise"] as const;
export type PlanKey = (typeof PLAN_KEYS)[number];

export const BILLING_INTERVALS = ["month", "year"] as const;
export type BillingInterval = (typeof BILLING_INTERVALS)[number];

export const CURRENCY = "usd";

/**
 * Every row of the plan table. `limit`: a number, null for unlimited; `window` says over what time it counts.
 * `level`: one of the named steps, weakest first. `switch`: has it or not.
 */
export const FEATURES = {
  tenants: { kind: "limit", window: "total" },
  agents: { kind: "limit", window: "total" },
  /** Of each workspace: members and open invitations. The other limits are shared by an account's workspaces. */
  seats: { kind: "limit", window: "total" },
  api_calls: { kind: "limit", window: "period" },
  api_rate: { kind: "limit", window: "minute" },
  agents_catalogue: { kind: "level", levels: ["core_limited", "core", "all", "all_custom"] },
  custom_agents: { kind: "switch" },
  workflows: { kind: "level", levels: ["basic", "standard", "advanced", "custom"] },
  integrations: { kind: "level", levels: ["none", "basic", "full", "custom"] },
  analytics: { kind: "level", levels: ["basic", "standard", "advanced", "enterprise"] },
  custom_roles: { kind: "switch" },
  sso: { kind: "switch" },
  custom_domains: { kind: "switch" },
  white_label: { kind: "switch" },
  support: { kind: "level", levels: ["community", "email", "priority", "dedicated"] },
  sla: { kind: "switch" },
} as const satisfies Record<string, FeatureSpec>;

type FeatureSpec =
  | { kind: "limit"; window: "total" | "period" | "minute" }
  | { kind: "level"; levels: readonly string[] }
  | { kind: "switch" };

export type FeatureKey = keyof typeof FEATURES;
export type Level = (typeof FEATURES)[LevelKey]["levels"][number];
export const FEATURE_KEYS = Object.keys(FEATURES) as FeatureKey[];

type FeaturesOf<Kind extends FeatureSpec["kind"]> = {
  [Key in FeatureKey]: (typeof FEATURES)[Key]["kind"] extends Kind ? Key : never;
}[FeatureKey];
export type LimitKey = FeaturesOf<"limit">;
export type LevelKey = FeaturesOf<"level">;
export type SwitchKey = FeaturesOf<"switch">;

/** How the pricing table groups the rows. */
export const FEATURE_GROUPS = {
  usage: ["tenants", "seats", "agents", "api_calls", "api_rate"],
  build: ["agents_catalogue", "custom_agents", "workflows", "integrations"],
  insight: ["analytics", "custom_roles", "sso"],
  identity: ["custom_domains", "white_label"],
  help: ["support", "sla"],
} as const satisfies Record<string, readonly FeatureKey[]>;

type Grants = { [Key in LimitKey]: number | null } & {
  [Key in LevelKey]: (typeof FEATURES)[Key]["levels"][number];
} & { [Key in SwitchKey]: boolean };

export type PlanSpec = {
  key: PlanKey;
  /** Published versions never change: a new price or limit is a new version. */
  version: number;
  rank: number;
  name: string;
  /** Minor units of CURRENCY; null for the plan that is not sold. */
  price: Record<BillingInterval, number> | null;
  grants: Grants;
};

export const PLANS: Record<PlanKey, PlanSpec> = {
  free: {
    key: "free",
    version: 3,
    rank: 0,
    name: "Free",
    price: null,
    grants: {
      tenants: 1,
      seats: 5,
      agents: 3,
      api_calls: 100,
      api_rate: 60,
      agents_catalogue: "core_limited",
      custom_agents: false,
      workflows: "basic",
      integrations: "none",
      analytics: "basic",
      custom_roles: false,
      sso: false,
      custom_domains: false,
      white_label: false,
      support: "community",
      sla: false,
    },
  },
  starter: {
    key: "starter",
    version: 3,
    rank: 1,
    name: "Starter",
    price: { month: 2_900, year: 29_000 },
    grants: {
      tenants: 3,
      seats: 20,
      agents: 10,
      api_calls: 1_000,
      api_rate: 300,
      agents_catalogue: "core",
      custom_agents: false,
      workflows: "standard",
      integrations: "basic",
      analytics: "standard",
      custom_roles: false,
      sso: false,
      custom_domains: false,
      white_label: false,
      support: "email",
      sla: false,
    },
  },
  professional: {
    key: "professional",
    version: 3,
    rank: 2,
    name: "Professional",
    price: { month: 9_900, year: 99_000 },
    grants: {
      tenants: 10,
      seats: 100,
      agents: null,
      api_calls: 10_000,
      api_rate: 1_200,
      agents_catalogue: "all",
      custom_agents: false,
      workflows: "advanced",
      integrations: "full",
      analytics: "advanced",
      custom_roles: true,
      sso: false,
      custom_domains: true,
      white_label: true,
      support: "priority",
      sla: false,
    },
  },
  enterprise: {
    key: "enterprise",
    version: 3,
    rank: 3,
    name: "Enterprise",
    price: { month: 29_900, year: 299_000 },
    grants: {
      tenants: null,
      seats: null,
      agents: null,
      api_calls: null,
      api_rate: 6_000,
      agents_catalogue: "all_custom",
      custom_agents: true,
      workflows: "custom",
      integrations: "custom",
      analytics: "enterprise",
      custom_roles: true,
      sso: true,
      custom_domains: true,
      white_label: true,
      support: "dedicated",
      sla: true,
    },
  },
};

export function isPlanKey(value: string): value is PlanKey {
  return Object.hasOwn(PLANS, value);
}

export function isFeatureKey(value: string): value is FeatureKey {
  return Object.hasOwn(FEATURES, value);
}

export function isLevel(value: string): value is Level {
  return FEATURE_KEYS.some((key) => levelRank(key, value) >= 0);
}

/** One feature of a plan as the database keeps it. */
export type Grant = { feature: FeatureKey; enabled: boolean; limit: number | null; level: string | null };

/** A plan's features, row by row. A level named `none` counts as not having the feature. */
export function grantsOf(plan: PlanSpec): Grant[] {
  return FEATURE_KEYS.map((feature) => {
    const value = plan.grants[feature];
    if (typeof value === "boolean") return { feature, enabled: value, limit: null, level: null };
    if (typeof value === "string") return { feature, enabled: value !== "none", limit: null, level: value };
    return { feature, enabled: true, limit: value, level: null };
  });
}

/** Name of a price that Stripe and our tables share. A new version of a plan has new names. */
export function lookupKey(plan: PlanSpec, interval: BillingInterval): string {
  return `atrium_${plan.key}_v${plan.version}_${interval}_${CURRENCY}`;
}

/** The smallest plan that has a feature, or has it at a level; null when none does. */
export function smallestPlanWith(feature: FeatureKey, level?: string): PlanKey | null {
  const isEnough = (key: PlanKey) => {
    const value = PLANS[key].grants[feature];
    if (typeof value !== "string") return value !== false;
    if (level === undefined) return value !== "none";
    return levelRank(feature, value) >= levelRank(feature, level);
  };
  return PLAN_KEYS.find(isEnough) ?? null;
}

/** Position of a level among the feature's steps; -1 for a word that is none of them. */
export function levelRank(feature: FeatureKey, level: string | null): number {
  const spec: FeatureSpec = FEATURES[feature];
  return spec.kind === "level" && level !== null ? spec.levels.indexOf(level) : -1;
}
