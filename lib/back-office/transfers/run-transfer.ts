import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo, UserActor } from "@/lib/core/context";
import { DomainError } from "@/lib/core/errors";
import { cloneToSandbox } from "@/lib/lifecycle/passport/move/clone-to-sandbox";
import { moveTenant } from "@/lib/lifecycle/passport/move/move-tenant";
import { withSystem } from "@/lib/tenancy/with-system";
import type { TransferJob } from "./schema";

/**
 * The worker's part of a clone or a move. What can never succeed (a full limit, a taken address) is recorded and ends;
 * anything else is thrown, and the next attempt goes on.
 */
export async function runTransfer(job: TransferJob): Promise<void> {
  const by = contextOf(job);
  try {
    if (job.kind === "move") await moveTenant({ tenantId: job.tenantId, cell: job.cell ?? "", by });
    else await cloneToSandbox({ ...copyOf(job), tenantId: job.tenantId, by });
  } catch (error) {
    if (!(error instanceof DomainError) || error.details.reason === "import_running") throw error;
    const reason = error.message;
    await withSystem((tx) =>
      recordPlatformEvent(tx, by, {
        action: job.kind === "move" ? "tenant.move_failed" : "tenant.clone_failed",
        tenantId: job.tenantId,
        target: { type: "tenant", id: job.tenantId },
        reason,
      }),
    );
  }
}

function copyOf({ slug = "", name = "", cell }: TransferJob) {
  return { slug, name, ...(cell && { cell }) };
}

function contextOf({ staff, request }: TransferJob): RequestInfo & { actor: UserActor } {
  const actor = {
    type: "user",
    ...staff,
    platformRole: "super_admin",
    authAt: new Date(),
    mfaAt: null,
  } as const;
  return { ...request, actor };
}
