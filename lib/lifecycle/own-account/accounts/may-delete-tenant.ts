import "server-only";
import type { TenantStatus, UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { mayChange } from "@/lib/tenancy/status/status-machine";
import { personInTenant } from "../person-in-tenant";

/** Whether this person may delete the workspace, by a role of theirs in it or as owner of its account. */
export async function mayDeleteTenant(
  ctx: UserContext,
  tenant: { id: string; status: string },
): Promise<boolean> {
  if (!mayChange(tenant.status as TenantStatus, "offboarding")) return false;
  try {
    return (await personInTenant(ctx, tenant.id)).decide("tenant:delete").allowed;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}
