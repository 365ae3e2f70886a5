import "server-only";
import type { EventContext } from "@/lib/audit/record-event";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { LiveDirectory } from "./live-directories";
import { projectRoles } from "./project-roles";

/**
 * Gives people what their directories give them, after something else of theirs ended: a role that was given by hand
 * for a time had stood in the place of the same one from a group. Call it with the lock of roles held.
 */
export async function projectAgain(
  tx: TenantTx,
  cause: EventContext,
  people: readonly string[],
  live: readonly LiveDirectory[],
): Promise<void> {
  const tenantId = cause.tenant.id;
  for (const { id: connectionId, defaultRole } of live) {
    const listed = await tx.scimUser.findMany({
      where: { tenantId, connectionId, userId: { in: [...people] } },
      select: { userId: true },
    });
    if (listed.length === 0) continue;
    const fallback = await tx.role.findUnique({
      where: { tenantId_key: { tenantId, key: defaultRole } },
      select: { id: true },
    });
    const ids = listed.map(({ userId }) => userId);
    await projectRoles(tx, cause, ids, { live, fallbackRoleId: fallback?.id ?? null });
  }
}
