import "server-only";
import * as z from "zod";
import { tenantPrefix } from "@/lib/infra/object-store";
import type { Export } from "@/lib/infra/prisma/generated/client";
import { open, seal } from "@/lib/infra/sealed-box";
import { type ExportDto, exportDto } from "./schema";

export const EXPORT_DAYS = 7;

export function presentExport(row: Export): ExportDto {
  return exportDto.parse({
    id: row.id,
    state: row.state === "ready" && row.expiresAt && row.expiresAt <= new Date() ? "expired" : row.state,
    requested_by: row.requestedByName,
    progress: { tables_done: row.tablesDone, tables_total: row.tablesTotal },
    rows: Number(row.rowCount),
    size_bytes: row.sizeBytes === null ? null : Number(row.sizeBytes),
    sha256: row.sha256,
    expires_at: row.expiresAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  });
}

/** Where the file of an export is kept. */
export function exportKey(tenantId: string, id: string): string {
  return `${tenantPrefix(tenantId)}exports/${id}.tar.gz`;
}

const PLACE = "export-link|token|download";

const linkToken = z.object({
  tenantId: z.uuid(),
  exportId: z.uuid(),
  by: z.string(),
  expiresAtMs: z.number(),
});
export type LinkToken = z.output<typeof linkToken>;

/** The authority of a download link: nobody can make or change one without the platform's key. */
export function sealLink(token: LinkToken): string {
  return seal(JSON.stringify(token), PLACE);
}

/** What a link allows; null for a forged, changed or old one. */
export function openLink(text: string): LinkToken | null {
  try {
    const token = linkToken.parse(JSON.parse(open(text, PLACE)));
    return token.expiresAtMs > Date.now() ? token : null;
  } catch {
    return null;
  }
}
