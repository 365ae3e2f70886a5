import "server-only";
import { logger } from "@/lib/infra/logger";
import { eraseTenant } from "@/lib/lifecycle/tenants/erase-tenant";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";

/** A run ends well before the queue takes it for dead; the next one goes on. */
const RUN_MS = 8 * 60_000;

/**
 * Erases workspaces whose 14 days are over, and finishes what a crash left half erased, in every cell. Those that
 * cannot be erased now, because their cell is down, keep nobody else waiting.
 */
export async function eraseTenants(): Promise<number> {
  const over = await withSystem((tx) =>
    tx.tenant.findMany({
      where: { status: "offboarding", deleteAfter: { lte: new Date() } },
      orderBy: { deleteAfter: "asc" },
      select: { id: true },
    }),
  );
  const due = [...over, ...(await withSystem(findUnverified))];
  const endsAt = Date.now() + RUN_MS;
  for (const { id } of due) {
    if (Date.now() > endsAt) break;
    await eraseTenant(id).catch((error: unknown) => logger.error({ error, tenant: id }, "erasing failed"));
  }
  return due.length;
}

/** Erased tenants whose search for leftovers has not come out empty yet. */
function findUnverified(tx: SystemTx): Promise<{ id: string }[]> {
  return tx.tenant.findMany({
    where: { status: "erased", erasedAt: null },
    select: { id: true },
  });
}
