import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { readSeats } from "./read-seats";
import type { SeatsDto } from "./schema";

/**
 * How many of the workspace's seats are taken. After a downgrade more may be taken than there are.
 * @throws DomainError permission_denied
 */
export async function getSeats(ctx: TenantContext): Promise<SeatsDto> {
  ctx.authorize("members:read");
  return readSeats(ctx);
}
