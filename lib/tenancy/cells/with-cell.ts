import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { PrismaPg } from "@prisma/adapter-pg";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { systemPool } from "@/lib/infra/database/pools";
import { onceAProcess } from "@/lib/infra/once-a-process";
import { PrismaClient } from "@/lib/infra/prisma/generated/client";
import { restrictClient } from "../restrict-client";
import { type SystemTx, withSystem } from "../with-system";
import { guardCell } from "./guard-cell";

/** The cell whose transaction runs now; empty outside of withCell(). The same one for every bundle. */
export const cellBinding = onceAProcess("cellBinding", () => new AsyncLocalStorage<string>());

/**
 * Runs `work` in one transaction as the system role of a cell: provisioning, sweeps, back-office. Of another cell than
 * the main one it sees `shared` and `warehouse` only; what belongs to the control plane is withSystem()'s.
 * @throws DomainError tenant_unavailable
 */
export async function withCell<T>(cell: string, work: (tx: SystemTx) => Promise<T>): Promise<T> {
  if (cell === MAIN_CELL) return withSystem(work);
  return guardCell(cell, () =>
    cellBinding.run(cell, () =>
      client(cell).$transaction((tx) => work(restrictClient(tx)), { maxWait: 5_000, timeout: 20_000 }),
    ),
  );
}

/** A step that belongs to a tenant's cell: in the transaction at hand when that is the main one. Safe to repeat. */
export function inCell<T>(tx: SystemTx, cell: string, work: (tx: SystemTx) => Promise<T>): Promise<T> {
  return cell === MAIN_CELL ? work(tx) : withCell(cell, work);
}

function client(cell: string): PrismaClient {
  return onceAProcess(
    `cell-client:${cell}`,
    () => new PrismaClient({ adapter: new PrismaPg(systemPool(cell)) }),
  );
}
