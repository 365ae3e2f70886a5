import "server-only";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";

type Change = {
  to: "active" | "suspended";
  only?: readonly string[];
} & ({ where: "main_cell"; tx: SystemTx } | { where: "other_cells" });

/**
 * Suspends a person's active memberships, or gives back those in `only`; workspaces that are being deleted keep theirs.
 * Returns the workspaces concerned. The database refuses at commit where no active admin would be left.
 */
export async function setMemberships(userId: string, change: Change): Promise<string[]> {
  const from = change.to === "active" ? "suspended" : "active";
  const tenants = await (change.where === "main_cell" ? find(change.tx) : withSystem(find));
  const ids: string[] = [];
  const cells = new Set(tenants.map(({ cell }) => cell));
  for (const cell of cells) {
    const here = tenants.filter((tenant) => tenant.cell === cell).map(({ id }) => id);
    const write = (tx: SystemTx) =>
      tx.membership.updateMany({
        where: { userId, tenantId: { in: here }, status: from },
        data: { status: change.to },
      });
    await (change.where === "main_cell" ? write(change.tx) : withCell(cell, write));
    ids.push(...here);
  }
  const mark = (tx: SystemTx) =>
    tx.userTenant.updateMany({
      where: { userId, tenantId: { in: ids }, status: from },
      data: { status: change.to },
    });
  await (change.where === "main_cell" ? mark(change.tx) : withSystem(mark));
  return ids;

  function find(tx: SystemTx) {
    return tx.tenant.findMany({
      where: {
        cell: change.where === "main_cell" ? MAIN_CELL : { not: MAIN_CELL },
        status: { notIn: ["erased", "offboarding", "provisioning", "pending_approval"] },
        userTenants: { some: { userId, status: from } },
        ...(change.only && { id: { in: [...change.only] } }),
      },
      select: { id: true, cell: true },
    });
  }
}
