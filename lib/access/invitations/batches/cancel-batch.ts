import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { endBatch } from "./end-batch";
import { lockBatch, readBatch } from "./internal";
import type { BatchDto } from "./schema";

/**
 * Stops a list that is being sent. Who is invited already stays so; the step at hand is finished first. One that is
 * done stays as it is.
 * @throws DomainError permission_denied; NotFoundError
 */
export async function cancelBatch(ctx: TenantContext, id: string): Promise<BatchDto> {
  ctx.authorize("members:invite");
  const tenantId = ctx.tenant.id;
  return withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
    const batch = await lockBatch(tx, tenantId, id);
    if (!batch) throw new NotFoundError("list");
    if (batch.status !== "done") await endBatch(tx, ctx, id, "cancelled");
    return readBatch(tx, tenantId, id);
  });
}
