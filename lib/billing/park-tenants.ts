import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { STRIPE_REQUEST } from "./stripe-actor";

/** Why a tenant is parked; only those are un-parked by an upgrade. */
export const PARKED_BY_PLAN = "plan_limit";

/**
 * Parks the tenants that the plan has no room for and un-parks those it has: the oldest stay. Nothing is deleted:
 * a parked tenant can be read and exported.
 */
export async function parkTenants(tx: SystemTx, accountId: string): Promise<void> {
  const grant = await tx.accountEntitlement.findUnique({
    where: { accountId_feature: { accountId, feature: "tenants" } },
  });
  const room = grant?.enabled ? grant.limitValue : 0n;
  const tenants = await tx.tenant.findMany({
    where: { accountId, status: { notIn: ["offboarding", "erased"] } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true, name: true, status: true, statusReason: true },
  });
  for (const [index, tenant] of tenants.entries()) {
    const fits = room === null || BigInt(index) < room;
    const isParked = tenant.status === "parked" && tenant.statusReason === PARKED_BY_PLAN;
    if (fits && isParked) await move(tx, accountId, tenant, "active");
    if (!fits && tenant.status === "active") await move(tx, accountId, tenant, "parked");
  }
}

async function move(
  tx: SystemTx,
  accountId: string,
  tenant: { id: string; name: string; status: string },
  status: "active" | "parked",
): Promise<void> {
  await tx.tenant.update({
    where: { id: tenant.id },
    data: { status, statusReason: status === "parked" ? PARKED_BY_PLAN : null },
  });
  await recordPlatformEvent(tx, STRIPE_REQUEST, {
    action: status === "parked" ? "tenant.parked" : "tenant.unparked",
    accountId,
    tenantId: tenant.id,
    target: { type: "tenant", id: tenant.id, label: tenant.name },
    before: { status: tenant.status },
    after: { status },
  });
}
