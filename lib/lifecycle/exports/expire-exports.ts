import "server-only";
import { removeObject } from "@/lib/infra/object-store";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { exportKey } from "./internal";

const BATCH = 200;
const STUCK_MS = 6 * 3_600_000;

/** Removes the files of exports whose days are over, and gives up those that nobody works on any more. */
export async function expireExports(): Promise<number> {
  const counts = await eachCell(async (cell) => {
    const due = await withCell(cell, (tx) =>
      tx.export.findMany({ where: { state: "ready", expiresAt: { lte: new Date() } }, take: BATCH }),
    );
    for (const { tenantId, id } of due) {
      await removeObject(exportKey(tenantId, id));
      await withCell(cell, (tx) =>
        tx.export.updateMany({ where: { tenantId, id, state: "ready" }, data: { state: "expired" } }),
      );
    }
    await withCell(cell, (tx) =>
      tx.export.updateMany({
        where: { state: { in: ["queued", "running"] }, updatedAt: { lt: new Date(Date.now() - STUCK_MS) } },
        data: { state: "failed", finishedAt: new Date() },
      }),
    );
    return due.length;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}
