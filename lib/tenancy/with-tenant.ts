import "server-only";
import type pg from "pg";
import { appPool } from "@/lib/infra/database/pools";
import { type Prisma, PrismaClient } from "@/lib/infra/prisma/generated/client";
import { restrictClient } from "./restrict-client";
import { TenantAdapter, tenantBinding } from "./tenant-adapter";

/** A transaction bound to one tenant. No raw-unsafe methods and no nested transactions. */
export type TenantTx = Omit<Prisma.TransactionClient, "$executeRawUnsafe" | "$queryRawUnsafe">;

/** Whoever knows a tenant's id: a request's context, a job. `cell` picks the database. */
export type TenantScope = { tenantId: string; cell?: string; userId?: string | null };

type TenantRunner = <T>(scope: TenantScope, work: (tx: TenantTx) => Promise<T>) => Promise<T>;

const registry = globalThis as unknown as { atriumTenantRunner?: TenantRunner };

/**
 * Runs `work` in one transaction as the tenant's own database role. Row-level security and the role's grants hold
 * whatever `work` does; without this function the app role can read nothing.
 * @throws TypeError when a tenant transaction already runs here: nested use would silently open a second one
 */
export function withTenant<T>(scope: TenantScope, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  registry.atriumTenantRunner ??= tenantRunner(appPool());
  return registry.atriumTenantRunner(scope, work);
}

/** withTenant() over a pool of one's own; proofs vary the pool's size with it. */
export function tenantRunner(pool: pg.Pool): TenantRunner {
  const client = new PrismaClient({ adapter: new TenantAdapter(pool) });
  return async (scope, work) => {
    if (tenantBinding.getStore())
      throw new TypeError("withTenant does not nest: pass the open transaction on");
    const binding = { tenantId: scope.tenantId, userId: scope.userId ?? null };
    return tenantBinding.run(binding, () =>
      client.$transaction((tx) => work(restrictClient(tx)), { maxWait: 5_000, timeout: 10_000 }),
    );
  };
}
