import "server-only";
import { logger } from "@/lib/infra/logger";
import { eraseTenant } from "@/lib/lifecycle/tenants/erase-tenant";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { withSystem } from "@/lib/tenancy/with-system";

const BATCH = 20;

/** Erases workspaces whose 14 days are over, and finishes what a crash left half erased, in every cell. */
export async function eraseTenants(): Promise<number> {
  const over = await withSystem((tx) =>
    tx.tenant.findMany({
      where: { status: "offboarding", deleteAfter: { lte: new Date() } },
      select: { id: true },
      take: BATCH,
    }),
  );
  const due = [...over, ...(await eachCell(findLeftovers)).flat()];
  for (const { id } of due) {
    await eraseTenant(id).catch((error: unknown) => logger.error({ error, tenant: id }, "erasing failed"));
  }
  return due.length;
}

/** Erased tenants of which a cell still holds rows or a schema. */
async function findLeftovers(cell: string): Promise<{ id: string }[]> {
  const there = await withCell(
    cell,
    (tx) => tx.$queryRaw<{ id: string }[]>`
      select s.tenant_id::text as id from shared.tenants s
      union
      select substr(n.nspname::text, 3)::uuid::text
      from pg_namespace n where n.nspname ~ '^t_[0-9a-f]{32}$'`,
  );
  return withSystem((tx) =>
    tx.tenant.findMany({
      where: { cell, status: "erased", id: { in: there.map((row) => row.id) } },
      select: { id: true },
      take: BATCH,
    }),
  );
}
