import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { StaffContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { presentCells } from "./internal";
import { type CellDto, type CellInput, cellInput } from "./schema";

/**
 * Says which new workspaces a cell takes. Those that live there stay.
 * @throws PermissionError; NotFoundError; ValidationError
 */
export async function updateCell(ctx: StaffContext, name: string, raw: CellInput): Promise<CellDto> {
  assertStaff(ctx);
  const { reason, ...input } = cellInput.parse(raw);
  return withSystem(async (tx) => {
    const [before] = await presentCells(tx, name);
    if (!before) throw new NotFoundError("cell");
    await tx.cell.update({
      where: { name },
      data: {
        ...(input.accepts_new !== undefined && { acceptsNew: input.accepts_new }),
        ...(input.dedicated !== undefined && { dedicated: input.dedicated }),
        ...(input.plans !== undefined && { plans: input.plans }),
        ...(input.max_tenants !== undefined && { maxTenants: input.max_tenants }),
      },
      select: { name: true },
    });
    const [after] = await presentCells(tx, name);
    if (!after) throw new NotFoundError("cell");
    await recordPlatformEvent(tx, ctx, {
      action: "cell.changed",
      target: { type: "cell", id: name, label: name },
      before: policyOf(before),
      after: policyOf(after),
      reason,
    });
    return after;
  });
}

function policyOf({ accepts_new, dedicated, plans, max_tenants }: CellDto) {
  return { accepts_new, dedicated, plans, max_tenants };
}
