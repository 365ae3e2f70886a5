import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { schemaName } from "./schema-name";

/** What binds a transaction to one tenant. */
export type TenantBinding = {
  tenantId: string;
  userId: string | null;
  /** Set when a statement called a function of the control plane: elsewhere that has to be relayed. */
  announced?: boolean;
};

/** The binding of the tenant transaction that runs now, if any. */
export const tenantBinding = new AsyncLocalStorage<TenantBinding>();

type Query = { sql: string; args: unknown[]; argTypes: unknown[] };
type Transaction = {
  queryRaw(query: Query): Promise<unknown>;
  executeRaw(query: Query): Promise<number>;
  rollback(): Promise<void>;
};
type Connection = { startTransaction(isolation?: unknown): Promise<Transaction> };

/** set_config is transaction-local: a pooled connection carries nothing over to its next user. */
const BIND = `select set_config('role', $1, true), set_config('app.tenant_id', $2, true), set_config('app.user_id', $3, true)`;

/**
 * The app role's Prisma adapter. Inside a tenant binding each transaction takes the tenant's role first, and names
 * under the placeholder schema "tenant" are rewritten to the tenant's own schema, so that one client and one
 * query-plan cache serve all tenants.
 */
export class TenantAdapter extends PrismaPg {
  constructor(pool: pg.Pool) {
    super(pool);
  }

  override async connect(): Promise<Awaited<ReturnType<PrismaPg["connect"]>>> {
    const connection = await super.connect();
    bindTransactions(connection as unknown as Connection);
    return connection;
  }
}

function bindTransactions(connection: Connection): void {
  const start = connection.startTransaction.bind(connection);
  connection.startTransaction = async (isolation) => {
    const transaction = await start(isolation);
    const binding = tenantBinding.getStore();
    if (!binding) return transaction;
    const schema = schemaName(binding.tenantId);
    await bind(transaction, schema, binding);
    const query = transaction.queryRaw.bind(transaction);
    const execute = transaction.executeRaw.bind(transaction);
    const place = (q: Query): Query => ({ ...q, sql: q.sql.replaceAll('"tenant".', `"${schema}".`) });
    const note = (q: Query): Query => {
      if (q.sql.includes("platform.")) binding.announced = true;
      return place(q);
    };
    transaction.queryRaw = (q) => query(note(q));
    transaction.executeRaw = (q) => execute(note(q));
    return transaction;
  };
}

async function bind(transaction: Transaction, schema: string, binding: TenantBinding): Promise<void> {
  try {
    await transaction.queryRaw({
      sql: BIND,
      args: [schema, binding.tenantId, binding.userId ?? ""],
      argTypes: [TEXT, TEXT, TEXT],
    });
  } catch (error) {
    // The engine never hears of this transaction: without this the connection would stay taken for ever.
    await transaction.executeRaw({ sql: "ROLLBACK", args: [], argTypes: [] }).catch(() => undefined);
    await transaction.rollback();
    throw error;
  }
}

const TEXT = { scalarType: "string", dbType: "TEXT", arity: "scalar" } as const;
