import type { PassportExport } from "@/lib/infra/prisma/generated/client";
import { type PassportDto, passportDto } from "./schema";

/** Where a bundle lies in the object store. */
export function passportKey(tenantId: string, id: string): string {
  return `tenants/${tenantId}/passports/${id}.atrium`;
}

export function presentPassport(row: PassportExport): PassportDto {
  const isExpired = row.state === "ready" && row.expiresAt <= new Date();
  return passportDto.parse({
    id: row.id,
    state: isExpired ? "expired" : row.state,
    rows: Number(row.rowsDone),
    size_bytes: Number(row.sizeBytes),
    root_hash: row.rootHash,
    requested_by: row.requestedByName,
    downloads: row.downloads,
    created_at: row.createdAt.toISOString(),
    finished_at: row.finishedAt?.toISOString() ?? null,
    expires_at: row.expiresAt.toISOString(),
  });
}
