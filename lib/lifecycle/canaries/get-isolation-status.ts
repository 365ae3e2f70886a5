import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { readStatus } from "./read-status";
import type { IsolationStatus } from "./schema";

/**
 * What the canary probes say of the database that holds this workspace: state, last probe, 30 days.
 * @throws DomainError permission_denied
 */
export async function getIsolationStatus(ctx: TenantContext): Promise<IsolationStatus> {
  ctx.authorize("tenant:read");
  return withSystem((tx) => readStatus(tx, ctx.tenant.cell));
}
