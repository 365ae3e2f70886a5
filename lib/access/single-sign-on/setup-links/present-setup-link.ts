import "server-only";
import type { SsoSetupLink } from "@/lib/infra/prisma/generated/client";
import type { SetupLinkDto } from "./schema";

/** What admins see of a link: its address only in the answer that makes it. */
export function presentSetupLink(row: SsoSetupLink, url: string | null = null): SetupLinkDto {
  return {
    id: row.id,
    created_by: row.createdByName,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    url,
  };
}
