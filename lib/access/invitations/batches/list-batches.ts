import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { presentBatch } from "./internal";
import { type BatchListQuery, type BatchPage, batchListQuery } from "./schema";

/**
 * Lists of the last 30 days, newest first, without their rows. One that is being sent is the first.
 * @throws DomainError permission_denied, invalid_request (cursor)
 */
export async function listBatches(ctx: TenantContext, input: BatchListQuery): Promise<BatchPage> {
  ctx.authorize("members:invite");
  const query = batchListQuery.parse(input);
  const tenantId = ctx.tenant.id;
  const { rows, counts } = await withTenant({ tenantId }, async (tx) => {
    const found = await tx.invitationBatch.findMany({
      where: { tenantId, AND: [afterCursor(query.cursor, "createdAt")] },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
    });
    const results = await tx.invitationBatchRow.groupBy({
      by: ["batchId", "result"],
      where: { tenantId, batchId: { in: found.map(({ id }) => id) } },
      _count: true,
    });
    return { rows: found, counts: results };
  });
  const sum = (id: string, counted: (result: string | null) => boolean) =>
    counts.reduce((all, row) => all + (row.batchId === id && counted(row.result) ? row._count : 0), 0);
  return toPage(
    rows,
    query.limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) =>
      presentBatch(row, {
        handled: sum(row.id, (result) => result !== null),
        invited: sum(row.id, (result) => result === "invited"),
      }),
  );
}
