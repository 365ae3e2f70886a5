import "server-only";
import { logger } from "@/lib/infra/logger";
import { eraseTenant } from "@/lib/lifecycle/tenants/erase-tenant";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";

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
  const due = [...over, ...(await withSystem(findUnverified))];
  for (const { id } of due) {
    await eraseTenant(id).catch((error: unknown) => logger.error({ error, tenant: id }, "erasing failed"));
  }
  return due.length;
}

/** Erased tenants whose search for leftovers has not come out empty yet. */
function findUnverified(tx: SystemTx): Promise<{ id: string }[]> {
  return tx.tenant.findMany({
    where: { status: "erased", erasedAt: null },
    select: { id: true },
    take: BATCH,
  });
}
