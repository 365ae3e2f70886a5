import "server-only";
import type pg from "pg";
import { DomainError } from "@/lib/core/errors";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { appPool } from "@/lib/infra/database/pools";
import { onceAProcess } from "@/lib/infra/once-a-process";
import { type Prisma, PrismaClient } from "@/lib/infra/prisma/generated/client";
import { cellOf, forgetCell } from "./cells/cell-of";
import { guardCell } from "./cells/guard-cell";
import { relayAfterCommit } from "./cells/relay-directory";
import { restrictClient } from "./restrict-client";
import { TenantAdapter, type TenantBinding, tenantBinding } from "./tenant-adapter";

/** A transaction bound to one tenant. No raw-unsafe methods and no nested transactions. */
export type TenantTx = Omit<Prisma.TransactionClient, "$executeRawUnsafe" | "$queryRawUnsafe">;

/** Whoever knows a tenant's id: a request's context, a job. `cell` picks the database. */
export type TenantScope = { tenantId: string; cell?: string; userId?: string | null };

type TenantRunner = <T>(scope: TenantScope, work: (tx: TenantTx) => Promise<T>) => Promise<T>;

/**
 * Runs `work` in one transaction as the tenant's own database role, in the tenant's cell. Row-level security and the
 * role's grants hold whatever `work` does; without this function the app role can read nothing.
 * @throws TypeError when a tenant transaction already runs here: nested use would silently open a second one
 * @throws DomainError tenant_unavailable while the tenant's cell is down; for writes also while it moves
 */
export async function withTenant<T>(scope: TenantScope, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  const cell = await cellOf(scope);
  return guardCell(cell, () => runnerOf(cell)(scope, work));
}

function runnerOf(cell: string): TenantRunner {
  return onceAProcess(`tenant-runner:${cell}`, () => tenantRunner(appPool(cell), cell));
}

const RETRY_SECONDS = { moving: 10, moved: 1 } as const;

/** Nothing was written. A moment later the tenant is open again, here or in its new cell. */
function onTheMove(tenantId: string, reason: "moving" | "moved", cause: unknown): DomainError {
  forgetCell(tenantId);
  return new DomainError("tenant_unavailable", "This workspace is being moved. Try again in a moment.", {
    reason: reason === "moving" ? "tenant_moving" : "tenant_moved",
    retryAfterSeconds: RETRY_SECONDS[reason],
    cause,
  });
}

/** withTenant() over a pool of one's own; proofs vary the pool's size with it. */
export function tenantRunner(pool: pg.Pool, cell: string = MAIN_CELL): TenantRunner {
  const client = new PrismaClient({ adapter: new TenantAdapter(pool) });
  return async (scope, work) => {
    if (tenantBinding.getStore())
      throw new TypeError("withTenant does not nest: pass the open transaction on");
    const binding: TenantBinding = { tenantId: scope.tenantId, userId: scope.userId ?? null };
    const result = await tenantBinding
      .run(binding, () =>
        client.$transaction((tx) => work(restrictClient(tx)), { maxWait: 5_000, timeout: 10_000 }),
      )
      .catch(async (error: unknown) => {
        if (binding.refused) throw onTheMove(scope.tenantId, binding.refused, error);
        if (binding.isBare && (await hasLeft(pool, scope.tenantId))) {
          throw onTheMove(scope.tenantId, "moved", error);
        }
        throw error;
      });
    if (cell !== MAIN_CELL && binding.announced) await relayAfterCommit(cell, scope.tenantId);
    return result;
  };
}

/** A transaction that the fence made read-only holds no move up: its tables may go while it runs. */
async function hasLeft(pool: pg.Pool, tenantId: string): Promise<boolean> {
  try {
    await pool.query("select platform.enter_tenant($1)", [tenantId]);
    return false;
  } catch (error) {
    return (error as { code?: unknown }).code === "AT001";
  }
}
