import "server-only";
import { NotFoundError } from "@/lib/core/errors";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { BatchDto } from "./schema";

/** @throws NotFoundError */
export async function readBatch(tx: TenantTx, tenantId: string, id: string): Promise<BatchDto> {
  const row = await tx.invitationBatch.findUnique({
    where: { tenantId_id: { tenantId, id } },
    include: { rows: { orderBy: { line: "asc" } } },
  });
  if (!row) throw new NotFoundError("list");
  const rows = row.rows.map(({ line, email, role, name, locale: language, result }) => ({
    line,
    email,
    role,
    name,
    language,
    result: result as BatchDto["rows"][number]["result"],
  }));
  return {
    id,
    status: row.status as BatchDto["status"],
    total: row.total,
    handled: rows.filter(({ result }) => result !== null).length,
    invited: rows.filter(({ result }) => result === "invited").length,
    created_at: row.createdAt.toISOString(),
    finished_at: row.finishedAt?.toISOString() ?? null,
    rows,
  };
}
