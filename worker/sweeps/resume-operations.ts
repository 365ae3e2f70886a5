import "server-only";
import { logger } from "@/lib/infra/logger";
import { runProvisioning } from "@/lib/lifecycle/provisioning/run-provisioning";
import { withSystem } from "@/lib/tenancy/with-system";

/** Requests that staff have not decided on: there is nothing to resume. */
const WAITING = { tenant: { status: "pending_approval" } };

/**
 * Takes up operations whose worker died: nobody holds their lock, so they go on from their ledger at once, without
 * waiting for the queue to notice.
 */
export async function resumeOperations(): Promise<number> {
  const open = await withSystem((tx) =>
    tx.operation.findMany({
      where: { kind: "provision_tenant", state: { in: ["pending", "running"] }, NOT: WAITING },
      orderBy: { createdAt: "asc" },
      select: { id: true },
      take: 100,
    }),
  );
  for (const { id } of open) {
    await runProvisioning(id).catch((error: unknown) =>
      logger.warn({ error, operation: id }, "resumed operation failed; the queue tries again"),
    );
  }
  return open.length;
}
