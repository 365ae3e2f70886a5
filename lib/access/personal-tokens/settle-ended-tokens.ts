import "server-only";
import { endKey } from "@/lib/access/api-keys/end-key";
import { newId } from "@/lib/core/ids";
import { logger } from "@/lib/infra/logger";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";

const LOOK_BACK_MS = 2 * 86_400_000;
const PAGE = 500;

/**
 * Tokens that the directory ended by itself (somebody said of a sign-in that it was not them) are ended in their
 * workspaces' own books too, with an event each. They stopped working when the directory said so.
 */
export async function settleEndedTokens(page: number = PAGE): Promise<number> {
  let settled = 0;
  let rows: Ended[] = [];
  do {
    rows = await readPage(rows.at(-1)?.keyId ?? "", page);
    const tenants = Map.groupBy(rows, ({ tenantId }) => tenantId);
    for (const [tenantId, ended] of tenants) {
      const ids = ended.map(({ apiKeyId }) => apiKeyId);
      settled += await settleIn(tenantId, ids).catch((error: unknown) => {
        logger.error({ error, tenantId }, "ended tokens not settled");
        return 0;
      });
    }
  } while (rows.length === page);
  return settled;
}

type Ended = { tenantId: string; apiKeyId: string; keyId: string };

/** Those that are settled already are among them: every page is read, so that none stands before another. */
function readPage(after: string, take: number): Promise<Ended[]> {
  return withSystem((tx) =>
    tx.apiKeyDirectoryEntry.findMany({
      where: {
        kind: "personal",
        revokedAt: { gt: new Date(Date.now() - LOOK_BACK_MS) },
        keyId: { gt: after },
      },
      orderBy: { keyId: "asc" },
      take,
      select: { tenantId: true, apiKeyId: true, keyId: true },
    }),
  );
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
