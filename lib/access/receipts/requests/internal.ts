import "server-only";
import type { AccessRequestModel } from "@/lib/infra/prisma/generated/models/AccessRequest";
import type { AccessRequestDto } from "../schema";

export function presentRequest(row: AccessRequestModel): AccessRequestDto {
  return {
    id: row.id,
    receipt_id: row.receiptId,
    status: row.status as AccessRequestDto["status"],
    person: { id: row.userId, name: row.userName || row.userEmail, email: row.userEmail },
    code: row.code,
    subject: row.subject,
    note: row.note,
    created_at: row.createdAt.toISOString(),
    granted_role: row.grantedRole,
    granted_until: row.grantedUntil?.toISOString() ?? null,
    decided_by: row.decidedByName,
    decided_at: row.decidedAt?.toISOString() ?? null,
  };
}
