import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { onceAProcess } from "@/lib/infra/once-a-process";
import { endWithThisUse, noteSchema } from "./note-schema";
import { isRoleRefused, retryRefusedRole } from "./retry-refused-role";
import { schemaName } from "./schema-name";

/** What binds a transaction to one tenant. */
export type TenantBinding = {
  tenantId: string;
  userId: string | null;
  /** Set when a statement called a function of the control plane: elsewhere that has to be relayed. */
  announced?: boolean;
  /** Set when the database refused because the tenant is moving to another cell, or has moved. */
  refused?: "moving" | "moved";
  /** Set when a table or the schema was not there: the tenant may have left since this transaction began. */
  isBare?: boolean;
};

/** The binding of the tenant transaction that runs now, if any; the same one for every bundle. */
export const tenantBinding = onceAProcess("tenantBinding", () => new AsyncLocalStorage<TenantBinding>());

type Query = { sql: string; args: unknown[]; argTypes: unknown[] };
type Transaction = {
  queryRaw(query: Query): Promise<unknown>;
  executeRaw(query: Query): Promise<number>;
  rollback(): Promise<void>;
};
type Lent = { client: pg.PoolClient };
type Connection = { startTransaction(isolation?: unknown): Promise<Transaction> };

/** set_config is transaction-local: a pooled connection carries nothing over to its next user. Entering comes first: a
 * tenant that has moved to another server has no role here. */
const BIND = `select platform.enter_tenant($2::text::uuid)::text, set_config('role', $1, true), set_config('app.tenant_id', $2, true), set_config('app.user_id', $3, true)`;

/**
 * The app role's Prisma adapter. Inside a tenant binding each transaction takes the tenant's role first, and names
 * under the placeholder schema "tenant" are rewritten to the tenant's own schema, so that one client and one
 * query-plan cache serve all tenants.
 */
export class TenantAdapter extends PrismaPg {
  readonly #connections: number;

  constructor(pool: pg.Pool) {
    super(pool);
    this.#connections = pool.options.max ?? 1;
  }

  override async connect(): Promise<Awaited<ReturnType<PrismaPg["connect"]>>> {
    const connection = await super.connect();
    bindTransactions(connection as unknown as Connection, this.#connections);
    return connection;
  }
}

function bindTransactions(connection: Connection, connections: number): void {
  const start = connection.startTransaction.bind(connection);
  connection.startTransaction = async (isolation) => {
    const binding = tenantBinding.getStore();
    if (!binding) return start(isolation);
    // Before a connection is taken: an id that is none would keep it for ever.
    const schema = schemaName(binding.tenantId);
    const transaction = await retryRefusedRole(connections, async () => {
      const begun = await start(isolation);
      await noted(binding, bind(begun, schema, binding));
      return begun;
    });
    const query = transaction.queryRaw.bind(transaction);
    const execute = transaction.executeRaw.bind(transaction);
    const place = (q: Query): Query => ({ ...q, sql: q.sql.replaceAll('"tenant".', `"${schema}".`) });
    const note = (q: Query): Query => {
      if (q.sql.includes("platform.")) binding.announced = true;
      return place(q);
    };
    transaction.queryRaw = (q) => noted(binding, query(note(q)));
    transaction.executeRaw = (q) => noted(binding, execute(note(q)));
    return transaction;
  };
}

/** What platform.enter_tenant() and the transaction that it made read-only say, by their codes. */
const REFUSALS: Record<string, TenantBinding["refused"]> = { "25006": "moving", AT001: "moved" };

const MISSING = new Set(["42P01", "3F000"]);

async function noted<T>(binding: TenantBinding, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { cause } = error as { cause?: { originalCode?: unknown } };
    const refused = REFUSALS[String(cause?.originalCode)];
    if (refused) binding.refused = refused;
    if (MISSING.has(String(cause?.originalCode))) binding.isBare = true;
    throw error;
  }
}

async function bind(transaction: Transaction, schema: string, binding: TenantBinding): Promise<void> {
  try {
    await transaction.queryRaw({
      sql: BIND,
      args: [schema, binding.tenantId, binding.userId ?? ""],
      argTypes: [TEXT, TEXT, TEXT],
    });
    noteSchema((transaction as unknown as Lent).client, schema);
  } catch (error) {
    // The engine never hears of this transaction: without this the connection would stay taken for ever.
    await transaction.executeRaw({ sql: "ROLLBACK", args: [], argTypes: [] }).catch(() => undefined);
    if (isRoleRefused(error)) endWithThisUse((transaction as unknown as Lent).client);
    await transaction.rollback();
    throw error;
  }
}

const TEXT = { scalarType: "string", dbType: "TEXT", arity: "scalar" } as const;
