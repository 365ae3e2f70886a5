import "server-only";
import type { Actor, RequestInfo } from "@/lib/core/context";
import { DomainError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { logger } from "@/lib/infra/logger";
import { listOpenImports, undoDeadImport } from "../import/dead-imports";
import { listOpenMoves } from "./move-ledger";
import { settleMove } from "./move-tenant";

/**
 * Ends what killed processes left half done: a move is finished or taken back, an import or a clone is taken back.
 * Those whose process lives hold their lock and are left alone. Returns how many were ended.
 */
export async function resumeTransfers(): Promise<number> {
  const by = worker();
  let ended = 0;
  const attempt = async (tenantId: string, work: () => Promise<void>) => {
    try {
      await work();
      ended += 1;
    } catch (error) {
      if (error instanceof DomainError && error.details.reason === "import_running") return;
      logger.error({ error, tenant: tenantId }, "a transfer that was cut off could not be ended");
    }
  };
  for (const move of await listOpenMoves()) await attempt(move.tenantId, () => settleMove(by, move));
  for (const claim of await listOpenImports()) await attempt(claim.tenantId, () => undoDeadImport(claim));
  return ended;
}

function worker(): RequestInfo & { actor: Actor } {
  return { requestId: newId(), ip: null, userAgent: null, actor: { type: "system", name: "worker" } };
}
