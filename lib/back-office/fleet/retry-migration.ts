import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { StaffContext } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { enqueueJob } from "@/lib/notifications/enqueue-job";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import type { FleetRetryDto } from "./schema";

/**
 * Has the worker migrate one workspace again, after whatever stood in its way was cleared.
 * @throws PermissionError; NotFoundError; ConflictError not_failed when its last migration did not fail
 */
export async function retryMigration(ctx: StaffContext, id: string): Promise<FleetRetryDto> {
  assertStaff(ctx);
  const tenant = await withSystem((tx) =>
    tx.tenant.findFirst({ where: { id, status: { not: "erased" } }, select: { cell: true, name: true } }),
  );
  if (!tenant) throw new NotFoundError("tenant");
  const [row] = await withCell(
    tenant.cell,
    (tx) => tx.$queryRaw<{ state: string; error: string | null; failed_at: Date }[]>`
      select state, error, updated_at as failed_at from migrations.fleet where tenant_id = ${id}::uuid`,
  );
  if (row?.state !== "failed") {
    throw new ConflictError("The last migration of this workspace did not fail.", { reason: "not_failed" });
  }
  await withSystem(async (tx) => {
    // One job for each failure: a second click finds the first one's.
    const dedupeKey = `migrate-tenant:${id}:${row.failed_at.getTime()}`;
    await enqueueJob(tx, { queue: "migrate-tenant", payload: { tenantId: id }, dedupeKey });
    await recordPlatformEvent(tx, ctx, {
      action: "migration.retried",
      tenantId: id,
      target: { type: "tenant", id, label: tenant.name },
      before: { error: row.error },
    });
  });
  return { id, state: "pending" };
}
