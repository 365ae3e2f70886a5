import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { countSeats } from "./count-seats";
import type { SeatsDto } from "./schema";
import { seatLimitOf } from "./seat-limit-of";

/**
 * How many of the workspace's seats are taken. After a downgrade more may be taken than there are.
 * @throws DomainError permission_denied
 */
export async function getSeats(ctx: TenantContext): Promise<SeatsDto> {
  ctx.authorize("members:read");
  return readSeats(ctx);
}

/** The same for who reads limits. */
export async function readSeats({ tenant }: Pick<TenantContext, "tenant">): Promise<SeatsDto> {
  const { members, pending } = await withTenant({ tenantId: tenant.id }, (tx) => countSeats(tx, tenant.id));
  const limit = seatLimitOf(tenant.entitlements);
  const used = members + pending;
  return { members, pending, used, limit, available: limit === null ? null : Math.max(0, limit - used) };
}
