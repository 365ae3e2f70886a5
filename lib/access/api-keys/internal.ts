import "server-only";
import type { ApiKeyModel } from "@/lib/infra/prisma/generated/models";
import type { ApiKeyDto, ApiKeyStatus } from "./schema";

export type KeyActivity = { lastUsedAt: Date | null; lastUsedIp: string | null };

/** `policyEnd` is when the workspace's policy stops the key, whatever it was made for. */
export function presentKey(
  made: ApiKeyModel,
  activity?: KeyActivity,
  policyEnd: Date | null = null,
): ApiKeyDto {
  const isShortened = policyEnd !== null && (made.expiresAt === null || policyEnd < made.expiresAt);
  const row = isShortened ? { ...made, expiresAt: policyEnd } : made;
  return {
    id: row.id,
    name: row.name,
    prefix: `ak_live_${row.keyId.slice(0, 4)}`,
    last_four: row.lastFour,
    scopes: row.scopes,
    status: statusOf(row),
    created_by: { id: row.createdBy, name: row.createdByName },
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt?.toISOString() ?? null,
    revoked_at: row.revokedAt?.toISOString() ?? null,
    last_used_at: activity?.lastUsedAt?.toISOString() ?? null,
    last_used_ip: activity?.lastUsedIp ?? null,
  };
}

function statusOf(row: ApiKeyModel): ApiKeyStatus {
  if (row.revokedAt) return "revoked";
  return row.expiresAt && row.expiresAt <= new Date() ? "expired" : "active";
}

/** What of a key may stand in an audit row. */
export function auditKey(row: ApiKeyModel): Record<string, unknown> {
  return { name: row.name, key_id: row.keyId, scopes: row.scopes, expires_at: row.expiresAt };
}
