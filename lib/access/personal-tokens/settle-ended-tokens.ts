import "server-only";
import { endKey } from "@/lib/access/api-keys/end-key";
import { newId } from "@/lib/core/ids";
import { logger } from "@/lib/infra/logger";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";

const LOOK_BACK_MS = 2 * 86_400_000;
const MOST = 500;

/**
 * Tokens that the directory ended by itself (somebody said of a sign-in that it was not them) are ended in their
 * workspaces' own books too, with an event each. They stopped working when the directory said so.
 */
export async function settleEndedTokens(): Promise<number> {
  const rows = await withSystem((tx) =>
    tx.apiKeyDirectoryEntry.findMany({
      where: { kind: "personal", revokedAt: { gt: new Date(Date.now() - LOOK_BACK_MS) } },
      orderBy: { revokedAt: "desc" },
      take: MOST,
      select: { tenantId: true, apiKeyId: true },
    }),
  );
  const tenants = new Map<string, string[]>();
  for (const { tenantId, apiKeyId } of rows) {
    tenants.set(tenantId, [...(tenants.get(tenantId) ?? []), apiKeyId]);
  }
  let settled = 0;
  for (const [tenantId, ids] of tenants) {
    settled += await settleIn(tenantId, ids).catch((error: unknown) => {
      logger.error({ error, tenantId }, "ended tokens not settled");
      return 0;
    });
  }
  return settled;
}

async function settleIn(tenantId: string, ids: string[]): Promise<number> {
  const ctx = {
    requestId: newId(),
    ip: null,
    userAgent: null,
    actor: { type: "system", name: "Atrium" } as const,
    tenant: { id: tenantId },
  };
  return withTenant({ tenantId }, async (tx) => {
    const open = await tx.apiKey.findMany({ where: { tenantId, id: { in: ids }, revokedAt: null } });
    for (const key of open) await endKey(tx, ctx, key, "api_key.revoked", { reported_sign_in: true });
    return open.length;
  });
}
