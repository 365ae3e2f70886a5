import type { SupportRequest } from "@/lib/infra/prisma/generated/client";
import { type SupportMode, type SupportRequestDto, supportRequestDto } from "../schema";

/** A request as its readers see it: one that waits or was agreed to expires by the clock. */
export function presentRequest(row: SupportRequest): SupportRequestDto {
  const isOpen = row.status === "pending" || row.status === "approved";
  const modeOf = (mode: string): SupportMode => (mode === "write" ? "write" : "read");
  return {
    id: row.id,
    staff_name: row.staffName,
    member: { id: row.userId, name: row.userName },
    mode: modeOf(row.mode),
    reason: row.reason,
    ticket: row.ticket,
    status:
      isOpen && row.expiresAt <= new Date() ? "expired" : supportRequestDto.shape.status.parse(row.status),
    granted_mode: row.grantedMode === null ? null : modeOf(row.grantedMode),
    decided_by: row.decidedByName,
    decided_at: row.decidedAt?.toISOString() ?? null,
    expires_at: row.expiresAt.toISOString(),
    created_at: row.createdAt.toISOString(),
  };
}
