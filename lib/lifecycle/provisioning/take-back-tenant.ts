import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

type Unborn = { operationId: string; tenantId: string; accountId: string };

/**
 * Removes a tenant that never opened: its row, its address and its place in the account's limit. The operation stays
 * and says why. False when there was nothing left to remove.
 */
export async function takeBackTenant(
  tx: SystemTx,
  { operationId, tenantId, accountId }: Unborn,
  error: "provisioning_failed" | "rejected",
): Promise<boolean> {
  await tx.tenantStub.deleteMany({ where: { tenantId } });
  // The operation outlives its tenant, so that the person waiting is told.
  await tx.operation.update({
    where: { id: operationId },
    data: { tenantId: null, state: "failed", error },
    select: { id: true },
  });
  await tx.user.updateMany({ where: { tenantId }, data: { tenantId: null, role: "user" } });
  const status = error === "rejected" ? "pending_approval" : "provisioning";
  const { count } = await tx.tenant.deleteMany({ where: { id: tenantId, status } });
  if (count === 0) return false;
  const [held] = await tx.$queryRaw<
    { given_back: boolean }[]
  >`select platform.finish_reservation(${tenantId}::uuid, false) as given_back`;
  if (!held?.given_back) {
    await tx.$queryRaw`select platform.release_gauge(${accountId}::uuid, 'tenants', 1)::text`;
  }
  return true;
}
