import "server-only";
import { isPermission, permissionSpec, SYSTEM_ROLES } from "@/lib/access/permissions";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { roleContents } from "./role-contents";

/**
 * To offer a role is to give it, only later: what ranks with an admin or allows anything of high risk needs a recent
 * proof of identity, so that an open session cannot be turned into an admin's mailbox. So does taking away a role that
 * denies anything of high risk: that gives it back.
 * @throws DomainError step_up_required
 */
export async function assertRecentFor(
  tx: TenantTx,
  ctx: TenantContext,
  roles: readonly { id: string; rank: number }[],
  taken: readonly { id: string }[] = [],
): Promise<void> {
  const found = await roleContents(
    tx,
    ctx.tenant.id,
    [...roles, ...taken].map(({ id }) => id),
  );
  const isGrave = ({ id, rank }: { id: string; rank: number }) =>
    rank >= SYSTEM_ROLES.tenant_admin.rank || (found.get(id)?.allowed ?? []).some(isHighRisk);
  const givesBack = ({ id }: { id: string }) => (found.get(id)?.denied ?? []).some(isHighRisk);
  if (roles.some(isGrave) || taken.some(givesBack)) assertRecent(ctx.actor);
}

function isHighRisk(key: string): boolean {
  return isPermission(key) && permissionSpec(key).risk === "high";
}
