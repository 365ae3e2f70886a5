import "server-only";
import { withSystem } from "@/lib/tenancy/with-system";
import { sweepCalls } from "@/lib/usage/calls/sweep-calls";
import { confirmReservation } from "@/lib/usage/confirm-reservation";
import { releaseReservation } from "@/lib/usage/release-reservation";
import { agentExists } from "./agent-exists";

const BATCH = 200;

/**
 * Ends reservations whose caller died. A gauge's reservation has the id of the row it was for: when the row exists
 * the work was done and it counts, else it is given back.
 */
export async function sweepReservations(): Promise<number> {
  const expired = await withSystem((tx) =>
    tx.reservation.findMany({
      where: { expiresAt: { lt: new Date() }, meter: { not: "api_calls" } },
      orderBy: { expiresAt: "asc" },
      take: BATCH,
    }),
  );
  for (const { id, meter, tenantId } of expired) {
    if (await wasMade(meter, id, tenantId)) await confirmReservation(id);
    else await releaseReservation(id);
  }
  return expired.length + (await sweepCalls());
}

async function wasMade(meter: string, id: string, tenantId: string | null): Promise<boolean> {
  switch (meter) {
    case "tenants":
      return withSystem(async (tx) => {
        const where = { id, status: { notIn: ["offboarding", "erased"] } };
        return (await tx.tenant.count({ where })) === 1;
      });
    case "agents":
      return tenantId !== null && agentExists(tenantId, id);
    default:
      return false;
  }
}
