import "server-only";
import type { LinkDto, LinkStatus } from "./schema";

export const LINK_FIELDS = {
  id: true,
  domains: true,
  uses: true,
  maxUses: true,
  createdBy: true,
  createdByName: true,
  expiresAt: true,
  revokedAt: true,
  createdAt: true,
  role: { select: { id: true, key: true, name: true, rank: true } },
} as const;

export type LinkRow = {
  id: string;
  domains: string[];
  uses: number;
  maxUses: number;
  createdBy: string;
  createdByName: string;
  expiresAt: Date;
  revokedAt: Date | null;
  createdAt: Date;
  role: { id: string; key: string; name: string; rank: number };
};

export function linkStatusOf(row: Pick<LinkRow, "uses" | "maxUses" | "expiresAt" | "revokedAt">): LinkStatus {
  if (row.revokedAt) return "revoked";
  if (row.expiresAt <= new Date()) return "expired";
  return row.uses >= row.maxUses ? "used_up" : "open";
}

/** What admins see of a link: never its token. */
export function presentLink(row: LinkRow): LinkDto {
  return {
    id: row.id,
    role: row.role.key,
    domains: row.domains,
    uses: row.uses,
    max_uses: row.maxUses,
    status: linkStatusOf(row),
    created_by: { id: row.createdBy, name: row.createdByName },
    expires_at: row.expiresAt.toISOString(),
    created_at: row.createdAt.toISOString(),
  };
}
