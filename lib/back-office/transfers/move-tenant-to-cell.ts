import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { StaffContext } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { cellNames } from "@/lib/infra/database/cells";
import { enqueueJob } from "@/lib/notifications/enqueue-job";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { askedBy } from "./internal";
import { type MoveInput, moveInput, type TransferDto } from "./schema";

/**
 * Has the worker move a tenant into another database; its writes are fenced for the seconds that takes.
 * @throws PermissionError; NotFoundError; ConflictError cell_unknown, same_cell
 */
export async function moveTenantToCell(
  ctx: StaffContext,
  tenantId: string,
  raw: MoveInput,
): Promise<TransferDto> {
  assertStaff(ctx);
  const { cell } = moveInput.parse(raw);
  if (!cellNames().includes(cell))
    throw new ConflictError("There is no such cell.", { reason: "cell_unknown" });
  return withSystem(async (tx) => {
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId } });
    if (!tenant || tenant.status === "erased") throw new NotFoundError("tenant");
    if (tenant.cell === cell)
      throw new ConflictError("The workspace is there already.", { reason: "same_cell" });
    const id = await enqueueJob(tx, {
      queue: "transfer",
      payload: { kind: "move", tenantId, cell, ...askedBy(ctx) },
    });
    await recordPlatformEvent(tx, ctx, {
      action: "tenant.move_requested",
      accountId: tenant.accountId,
      tenantId,
      target: { type: "tenant", id: tenantId, label: tenant.name },
      before: { cell: tenant.cell },
      after: { cell },
    });
    return { id, state: "accepted" as const };
  });
}
