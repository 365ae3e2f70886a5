import "server-only";
import { endKey } from "@/lib/access/api-keys/end-key";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError, PermissionError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";

/**
 * Ends one of the caller's own tokens; its next call is answered 401. Needs no permission. Admins end anybody's as they
 * end keys.
 * @throws NotFoundError for anything that is not the caller's; PermissionError for a key
 */
export async function revokePersonalToken(ctx: TenantContext, id: string): Promise<void> {
  const { actor, tenant } = ctx;
  if (actor.type !== "user") throw new PermissionError("session", { reason: "keys_not_allowed" });
  await withTenant({ tenantId: tenant.id, userId: actor.userId }, async (tx) => {
    const row = await tx.apiKey.findUnique({ where: { tenantId_id: { tenantId: tenant.id, id } } });
    if (row?.kind !== "personal" || row.createdBy !== actor.userId) throw new NotFoundError("token");
    await endKey(tx, ctx, row, "api_key.revoked");
  });
}
