import { type FeatureKey, isFeatureKey } from "./catalogue";

/**
 * Every feature with a switch, and what its switch stops. A line here without a check elsewhere would be a switch that
 * does nothing: features.db.test.ts turns each of them off and sees it stop.
 */
export const TOGGLES = {
  /** Calls with API keys, and making keys. */
  api_access: {},
  /** Adding agents from the catalogue, and bringing archived ones back. */
  agents_catalogue: { plan: "agents_catalogue" },
  /** More than one address in an invitation. */
  bulk_invitations: {},
  /** Usage as CSV. */
  usage_export: {},
  /** The workspace's look; without it everything looks like Atrium. */
  branding: {},
  /** Leaving Atrium's name out. */
  white_label: { plan: "white_label" },
  /** Serving the portal under an own host name. */
  custom_domains: { plan: "custom_domains" },
  /** Search and commands with Ctrl K. */
  command_palette: {},
} as const satisfies Record<string, { plan?: FeatureKey }>;

export type ToggleKey = keyof typeof TOGGLES;
export const TOGGLE_KEYS = Object.keys(TOGGLES) as ToggleKey[];

export function isToggleKey(value: string): value is ToggleKey {
  return Object.hasOwn(TOGGLES, value);
}

/** A switch that no plan sells: everybody has it unless somebody turns it off. */
export function isInEveryPlan(feature: string): boolean {
  return isToggleKey(feature) && !isFeatureKey(feature);
}
