import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { type KeyActivity, presentKey } from "./internal";
import { type ApiKeyListQuery, type ApiKeyPage, type ApiKeyStatus, apiKeyListQuery } from "./schema";

type ActivityRow = { api_key_id: string; last_used_at: Date | null; last_used_ip: string | null };

/**
 * The tenant's API keys, newest first, with when and from where each was last used (to the minute).
 * @throws DomainError permission_denied, invalid_request (cursor)
 */
export async function listApiKeys(ctx: TenantContext, input: ApiKeyListQuery): Promise<ApiKeyPage> {
  ctx.authorize("api_keys:read");
  const query = apiKeyListQuery.parse(input);
  const { rows, activity } = await withTenant({ tenantId: ctx.tenant.id }, async (tx) => ({
    rows: await tx.apiKey.findMany({
      where: {
        tenantId: ctx.tenant.id,
        AND: [filterOf(query.status), afterCursor(query.cursor, "createdAt")],
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
    }),
    activity: await tx.$queryRaw<
      ActivityRow[]
    >`select api_key_id::text, last_used_at, last_used_ip from platform.api_key_activity()`,
  }));
  const used = new Map<string, KeyActivity>(
    activity.map((row) => [row.api_key_id, { lastUsedAt: row.last_used_at, lastUsedIp: row.last_used_ip }]),
  );
  return toPage(
    rows,
    query.limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => presentKey(row, used.get(row.id)),
  );
}

function filterOf(status: ApiKeyStatus | undefined) {
  const now = new Date();
  switch (status) {
    case undefined:
      return {};
    case "revoked":
      return { revokedAt: { not: null } };
    case "expired":
      return { revokedAt: null, expiresAt: { lte: now } };
    case "active":
      return { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
    default:
      return status satisfies never;
  }
}
