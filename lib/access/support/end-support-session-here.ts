import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { actorName } from "../actor-person";
import { endSupportSession } from "./end-support-session";

/**
 * An admin ends a support session in their workspace; its next request is out. One that is over stays as it is.
 * @throws DomainError permission_denied; NotFoundError
 */
export async function endSupportSessionHere(ctx: TenantContext, id: string): Promise<void> {
  ctx.authorize("support:manage");
  const tenantId = ctx.tenant.id;
  await withSystem(async (tx) => {
    const known = await tx.supportSession.count({ where: { id, tenantId } });
    if (known === 0) throw new NotFoundError("support session");
    const by = { actor: ctx.actor, name: actorName(ctx.actor) };
    await endSupportSession(tx, ctx, { id, tenantId, reason: "ended_by_workspace", by });
  });
}
