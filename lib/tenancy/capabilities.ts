import type { BillingState, TenantStatus } from "@/lib/core/context";

/** What a tenant may still do. Nothing tests a status directly: it asks this table. */
export type Capability = "read" | "write" | "run" | "api" | "invite" | "billing" | "export" | "leave";

const ALL: readonly Capability[] = ["read", "write", "run", "api", "invite", "billing", "export", "leave"];
const READ_ONLY: readonly Capability[] = ["read", "billing", "export", "leave"];

const BY_STATUS: Record<TenantStatus, readonly Capability[]> = {
  pending_approval: ["billing"],
  provisioning: ["billing"],
  active: ALL,
  grace: ALL,
  restricted: READ_ONLY,
  suspended: [],
  moving: ["read", "billing"],
  parked: READ_ONLY,
  offboarding: ["billing", "export", "leave"],
  erased: [],
};

const BY_BILLING: Record<BillingState, readonly Capability[]> = {
  none: ALL,
  trialing: ALL,
  active: ALL,
  grace: ALL,
  restricted: READ_ONLY,
  suspended: ["billing", "leave"],
  ended: ALL,
};

/** True when both the tenant's status and its account's billing state grant the capability. */
export function hasCapability(status: TenantStatus, billing: BillingState, capability: Capability): boolean {
  return BY_STATUS[status].includes(capability) && BY_BILLING[billing].includes(capability);
}

/** The same for the tenant's status alone: tells who is to blame for a refusal. */
export function statusAllows(status: TenantStatus, capability: Capability): boolean {
  return BY_STATUS[status].includes(capability);
}

/** The statuses and billing states that grant a capability: for SQL that must know them before a context exists. */
export function withCapability(capability: Capability): { tenant: string[]; billing: string[] } {
  const granting = (table: Record<string, readonly Capability[]>) =>
    Object.keys(table).filter((key) => table[key]?.includes(capability));
  return { tenant: granting(BY_STATUS), billing: granting(BY_BILLING) };
}
