import "server-only";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { withSystem } from "@/lib/tenancy/with-system";
import { KEEP_RECEIPTS_DAYS } from "./schema";

/** Forgets receipts after their time. Requests stay: they are the workspace's own record. */
export async function pruneReceipts(): Promise<void> {
  const before = new Date(Date.now() - KEEP_RECEIPTS_DAYS * 86_400_000);
  await withSystem((tx) => tx.ownReceipt.deleteMany({ where: { createdAt: { lt: before } } }));
  await eachCell((cell) =>
    withCell(cell, (tx) => tx.accessReceipt.deleteMany({ where: { createdAt: { lt: before } } })),
  );
}
