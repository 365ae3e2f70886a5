import "server-only";
import { endKey } from "@/lib/access/api-keys/end-key";
import type { EventContext } from "@/lib/audit/record-event";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

/**
 * Ends every personal token of somebody who is no active member any more, with an event each: coming back brings none
 * of them back.
 */
export async function endTokensOf(tx: TenantTx, ctx: EventContext, userId: string): Promise<void> {
  const tokens = await tx.apiKey.findMany({
    where: { tenantId: ctx.tenant.id, kind: "personal", createdBy: userId, revokedAt: null },
  });
  for (const token of tokens) await endKey(tx, ctx, token, "api_key.revoked", { membership_ended: true });
}
