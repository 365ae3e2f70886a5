import "server-only";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { deleteTenant } from "@/lib/lifecycle/tenants/delete-tenant";
import { withSystem } from "@/lib/tenancy/with-system";
import { personInTenant } from "../person-in-tenant";
import { assertOwner } from "./hand-over-account";

/**
 * Closes a workspace of an own account and schedules its deletion, by the rules of deleteTenant(), also for an owner
 * who is no member there. An account ends with its last workspace.
 * @throws DomainError step_up_required, permission_denied; ConflictError when already scheduled
 * @throws NotFoundError for another account's workspace
 */
export async function deleteOwnTenant(ctx: UserContext, accountId: string, tenantId: string): Promise<void> {
  assertRecent(ctx.actor);
  const found = await withSystem(async (tx) => {
    await assertOwner(tx, ctx.actor.userId, accountId);
    return tx.tenant.findFirst({ where: { id: tenantId, accountId }, select: { id: true } });
  });
  if (!found) throw new NotFoundError("workspace");
  await deleteTenant(await personInTenant(ctx, tenantId), tenantId);
}
