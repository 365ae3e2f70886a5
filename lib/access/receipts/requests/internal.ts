import "server-only";
import { listPayers } from "@/lib/access/decisions/list-payers";
import { listAdmins } from "@/lib/access/policies/list-admins";
import type { TenantContext } from "@/lib/core/context";
import type { AccessRequestModel } from "@/lib/infra/prisma/generated/models/AccessRequest";
import type { AccessRequestDto } from "../schema";

const MOST_MAILS = 5;

/** Whom a request goes to: those who give roles, and those who pay. Nobody to pay: the admins hear of it. */
export async function whoDecides(ctx: TenantContext) {
  const [admins, payers] = await Promise.all([listAdmins(ctx.tenant.id), listPayers(ctx.tenant.accountId)]);
  const some = admins.slice(0, MOST_MAILS);
  return { admins: some, payers: payers.length > 0 ? payers : some };
}

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
