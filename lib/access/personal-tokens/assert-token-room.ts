import "server-only";
import { lockLineage } from "@/lib/access/api-keys/lock-lineage";
import { ConflictError } from "@/lib/core/errors";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { MAX_PERSONAL_TOKENS } from "./schema";

/**
 * Refuses one more working token than a person may have in a workspace; they are made in turns.
 * @throws ConflictError too_many_tokens
 */
export async function assertTokenRoom(tx: TenantTx, tenantId: string, userId: string): Promise<void> {
  await lockLineage(tx, tenantId, userId);
  const working = await tx.apiKey.count({
    where: {
      tenantId,
      kind: "personal",
      createdBy: userId,
      revokedAt: null,
      expiresAt: { gt: new Date() },
    },
  });
  if (working < MAX_PERSONAL_TOKENS) return;
  throw new ConflictError(`A person has at most ${MAX_PERSONAL_TOKENS} tokens in a workspace.`, {
    reason: "too_many_tokens",
  });
}
