import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { endKey } from "./end-key";
import { isOwnKey } from "./key-owner";

/**
 * Ends a key: its next call is answered 401. Revoking it again changes nothing.
 * @throws NotFoundError; DomainError step_up_required for somebody else's
 */
export async function revokeApiKey(ctx: TenantContext, id: string): Promise<void> {
  ctx.authorize("api_keys:revoke");
  await withTenant({ tenantId: ctx.tenant.id, userId: actorPerson(ctx.actor) }, async (tx) => {
    const where = { tenantId_id: { tenantId: ctx.tenant.id, id } };
    const row = await tx.apiKey.findUnique({ where });
    if (!row) throw new NotFoundError();
    if (row.revokedAt) return;
    if (!isOwnKey(ctx.actor, row)) assertRecent(ctx.actor);
    await endKey(tx, ctx, row, "api_key.revoked");
  });
}
