import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { endKey } from "./end-key";
import { isOwnKey } from "./key-owner";
import { lockLineage } from "./lock-lineage";
import type { KeyRevocation } from "./schema";

/**
 * Ends a key, or every version of it that rotations made: their next call is answered 401. Revoking again changes nothing.
 * @throws NotFoundError; DomainError step_up_required for somebody else's
 */
export async function revokeApiKey(
  ctx: TenantContext,
  id: string,
  { versions }: KeyRevocation = { versions: "one" },
): Promise<void> {
  ctx.authorize("api_keys:revoke");
  const tenantId = ctx.tenant.id;
  await withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
    const row = await tx.apiKey.findUnique({ where: { tenantId_id: { tenantId, id } } });
    if (!row) throw new NotFoundError();
    const { lineageId } = row;
    // In turns with rotations: no successor is made that this has not seen.
    if (versions === "all") await lockLineage(tx, tenantId, lineageId);
    const which = versions === "all" ? { lineageId } : { id };
    const keys = await tx.apiKey.findMany({ where: { tenantId, ...which, revokedAt: null } });
    if (keys.some((key) => !isOwnKey(ctx.actor, key))) assertRecent(ctx.actor);
    for (const key of keys) await endKey(tx, ctx, key, "api_key.revoked");
  });
}
