import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { isUnavailable } from "@/lib/tenancy/cells/each-cell";
import { tenantReader } from "@/lib/tenancy/query-tenant";
import { countSeats } from "./count-seats";
import type { SeatsDto } from "./schema";
import { seatLimitOf } from "./seat-limit-of";

type Of = Pick<TenantContext, "tenant">;

/** The workspace's seats, for verbs that have authorised the reader. */
export async function readSeats({ tenant }: Of): Promise<SeatsDto> {
  const { members, pending } = await countSeats(
    tenantReader({ tenantId: tenant.id, cell: tenant.cell }),
    tenant.id,
  );
  const limit = seatLimitOf(tenant.entitlements);
  const used = members + pending;
  return { members, pending, used, limit, available: limit === null ? null : Math.max(0, limit - used) };
}

/** The same beside what the control plane knows: null while the workspace's own database does not answer. */
export async function seatsIfReachable(ctx: Of): Promise<SeatsDto | null> {
  try {
    return await readSeats(ctx);
  } catch (error) {
    if (isUnavailable(error)) return null;
    throw error;
  }
}
