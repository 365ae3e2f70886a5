import "server-only";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { KEEP_EVENTS_DAYS } from "../schema";

/** Forgets a directory's calls after their time; what they changed stays in the audit log. */
export async function pruneScimEvents(): Promise<void> {
  const before = new Date(Date.now() - KEEP_EVENTS_DAYS * 86_400_000);
  await eachCell((cell) =>
    withCell(cell, (tx) => tx.scimEvent.deleteMany({ where: { createdAt: { lt: before } } })),
  );
}
