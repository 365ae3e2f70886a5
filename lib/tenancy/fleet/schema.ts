/** Who meets a migration first. Each ring begins when the one before it went well. */
export const RINGS = ["canary", "early", "all"] as const;
export type Ring = (typeof RINGS)[number];

export const FLEET_STATES = ["pending", "running", "done", "failed"] as const;
export type FleetState = (typeof FLEET_STATES)[number];
