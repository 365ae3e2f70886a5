import "server-only";
import { type EventContext, recordEvent } from "@/lib/audit/record-event";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

/** Ends a list where it stands: rows that are not sent yet never will be. The caller holds the list's row. */
export async function endBatch(
  tx: TenantTx,
  ctx: EventContext,
  id: string,
  result: "cancelled" | "failed",
): Promise<void> {
  const tenantId = ctx.tenant.id;
  const { count } = await tx.invitationBatchRow.updateMany({
    where: { tenantId, batchId: id, result: null },
    data: { result },
  });
  await tx.invitationBatch.update({
    where: { tenantId_id: { tenantId, id } },
    data: { status: "done", finishedAt: new Date() },
    select: { id: true },
  });
  await recordEvent(tx, ctx, {
    action: `invitation_batch.${result}`,
    target: { type: "invitation_batch", id },
    after: { rows_not_sent: count },
  });
}
