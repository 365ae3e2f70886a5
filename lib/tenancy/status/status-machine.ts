import type { TenantStatus } from "@/lib/core/context";

/** Where a tenant may go from each status. The trigger on platform.tenants holds the same table. */
export const TRANSITIONS: Readonly<Record<TenantStatus, readonly TenantStatus[]>> = {
  pending_approval: ["provisioning"],
  provisioning: ["active"],
  active: ["grace", "restricted", "suspended", "moving", "parked", "offboarding"],
  grace: ["active", "restricted", "suspended", "moving", "parked", "offboarding"],
  restricted: ["active", "grace", "suspended", "moving", "parked", "offboarding"],
  suspended: ["active", "parked", "moving"],
  moving: ["active", "grace", "restricted", "suspended", "parked"],
  parked: ["active", "suspended", "moving", "offboarding"],
  offboarding: ["active", "erased"],
  erased: [],
};

/** Every status, in the order of a tenant's life. */
export const STATUSES = Object.keys(TRANSITIONS) as TenantStatus[];

/** Whether a tenant may go straight from one status to the other. */
export function mayChange(from: TenantStatus, to: TenantStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** The statuses from which a tenant may come to this one. */
export function sourcesOf(to: TenantStatus): TenantStatus[] {
  return STATUSES.filter((from) => mayChange(from, to));
}
