import "server-only";
import { NotFoundError } from "@/lib/core/errors";
import type { InvitationBatchModel } from "@/lib/infra/prisma/generated/models/InvitationBatch";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { BatchDto, BatchSummary } from "./schema";

/** @throws NotFoundError */
export async function readBatch(tx: TenantTx, tenantId: string, id: string): Promise<BatchDto> {
  const row = await tx.invitationBatch.findUnique({
    where: { tenantId_id: { tenantId, id } },
    include: { rows: { orderBy: { line: "asc" } } },
  });
  if (!row) throw new NotFoundError("list");
  const rows = row.rows.map(({ line, email, role, name, locale: language, result, reason }) => ({
    line,
    email,
    role,
    name,
    language,
    result: result as BatchDto["rows"][number]["result"],
    reason,
  }));
  const handled = rows.filter(({ result }) => result !== null).length;
  const invited = rows.filter(({ result }) => result === "invited").length;
  return { ...presentBatch(row, { handled, invited }), rows };
}

export function presentBatch(
  row: InvitationBatchModel,
  counts: { handled: number; invited: number },
): BatchSummary {
  return {
    id: row.id,
    status: row.status as BatchSummary["status"],
    total: row.total,
    ...counts,
    created_by: { id: row.createdBy, name: row.createdByName },
    created_at: row.createdAt.toISOString(),
    finished_at: row.finishedAt?.toISOString() ?? null,
  };
}

/** A list, its row locked until the transaction ends: a step of the worker and the end of the list take turns. */
export async function lockBatch(
  tx: TenantTx,
  tenantId: string,
  id: string,
): Promise<InvitationBatchModel | null> {
  await tx.$queryRaw`select 1 as one from shared.invitation_batches
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
  return tx.invitationBatch.findUnique({ where: { tenantId_id: { tenantId, id } } });
}
