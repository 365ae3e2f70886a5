import "server-only";
import type { ScimTokenModel } from "@/lib/infra/prisma/generated/models";
import type { ScimTokenDto } from "../schema";

/** What admins see of a token: never the token. */
export function presentToken(row: ScimTokenModel): ScimTokenDto {
  const time = (date: Date | null) => date?.toISOString() ?? null;
  return {
    id: row.id,
    last_four: row.lastFour,
    status: row.revokedAt ? "revoked" : row.expiresAt <= new Date() ? "expired" : "active",
    created_by: row.createdByName,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    revoked_at: time(row.revokedAt),
    last_used_at: time(row.lastUsedAt),
    last_used_ip: row.lastUsedIp,
  };
}
