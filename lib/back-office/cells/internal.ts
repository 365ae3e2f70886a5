import "server-only";
import { cellNames } from "@/lib/infra/database/cells";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { CellDto } from "./schema";

/** The cells as staff see them, the main one first; one of them when `name` is given. */
export async function presentCells(tx: SystemTx, name?: string): Promise<CellDto[]> {
  const rows = await tx.cell.findMany({ ...(name !== undefined && { where: { name } }) });
  const loads = await tx.tenant.groupBy({
    by: ["cell"],
    where: { status: { not: "erased" } },
    _count: { _all: true },
  });
  const placed = new Map(loads.map((row) => [row.cell, row._count._all]));
  const order = cellNames();
  const position = (cell: string) => (order.includes(cell) ? order.indexOf(cell) : order.length);
  return rows
    .toSorted((a, b) => position(a.name) - position(b.name) || a.name.localeCompare(b.name))
    .map((row) => ({
      name: row.name,
      configured: order.includes(row.name),
      reachable: order.includes(row.name) && row.unreachableSince === null,
      unreachable_since: row.unreachableSince?.toISOString() ?? null,
      accepts_new: row.acceptsNew,
      dedicated: row.dedicated,
      plans: row.plans,
      max_tenants: row.maxTenants,
      placed: placed.get(row.name) ?? 0,
    }));
}
