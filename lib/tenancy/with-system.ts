import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { systemPool } from "@/lib/infra/database/pools";
import { onceAProcess } from "@/lib/infra/once-a-process";
import { Prisma, PrismaClient } from "@/lib/infra/prisma/generated/client";
import type { RawReader } from "./query-tenant";
import { restrictClient } from "./restrict-client";

/** A transaction of the control plane, across tenants. It cannot read any tenant's own schema. */
export type SystemTx = Omit<Prisma.TransactionClient, "$executeRawUnsafe" | "$queryRawUnsafe">;

function client(): PrismaClient {
  return onceAProcess("system-client", () => new PrismaClient({ adapter: new PrismaPg(systemPool()) }));
}

/**
 * Runs `work` in one transaction as the system role: sign-in, accounts, billing, worker, back-office.
 * Never for data of a tenant's portal: that is withTenant()'s.
 */
export async function withSystem<T>(work: (tx: SystemTx) => Promise<T>): Promise<T> {
  return client().$transaction((tx) => work(restrictClient(tx)), { maxWait: 5_000, timeout: 20_000 });
}

/** Reads of one statement each as the system role, without a transaction around them. */
export function systemReader(): RawReader {
  return {
    $queryRaw: async <Rows>(query: TemplateStringsArray, ...values: unknown[]) => {
      const statement = Prisma.sql(query, ...values);
      const { rows } = await systemPool().query({ text: statement.text, values: statement.values });
      return rows as Rows;
    },
  };
}
