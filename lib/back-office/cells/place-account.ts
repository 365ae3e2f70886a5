import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { StaffContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { type PlacementDto, type PlacementInput, placementInput } from "./schema";

/**
 * Places the next workspaces of a tenant's account in one cell, or by load again. The tenant itself does not move.
 * @throws PermissionError; NotFoundError for an unknown tenant or cell
 */
export async function placeAccount(
  ctx: StaffContext,
  tenantId: string,
  raw: PlacementInput,
): Promise<PlacementDto> {
  assertStaff(ctx);
  const { cell, reason } = placementInput.parse(raw);
  return withSystem(async (tx) => {
    const tenant = await tx.tenant.findFirst({
      where: { id: tenantId, status: { not: "erased" } },
      select: { accountId: true, account: { select: { name: true } } },
    });
    if (!tenant) throw new NotFoundError("tenant");
    const { accountId } = tenant;
    const before = await tx.accountPlacement.findUnique({ where: { accountId } });
    if (cell === null) await tx.accountPlacement.deleteMany({ where: { accountId } });
    else {
      if (!(await tx.cell.findUnique({ where: { name: cell } }))) throw new NotFoundError("cell");
      const data = { cell, reason, createdBy: ctx.actor.userId };
      await tx.accountPlacement.upsert({
        where: { accountId },
        create: { accountId, ...data },
        update: data,
        select: { accountId: true },
      });
    }
    await recordPlatformEvent(tx, ctx, {
      action: "account.placed",
      accountId,
      tenantId,
      target: { type: "account", id: accountId, label: tenant.account.name },
      before: { cell: before?.cell ?? null },
      after: { cell },
      reason,
    });
    return { account_id: accountId, cell };
  });
}
