import "server-only";
import type pg from "pg";
import { readerPool } from "@/lib/infra/database/pools";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { cellOf } from "./cells/cell-of";
import { guardCell } from "./cells/guard-cell";
import { retryRefusedRole } from "./retry-refused-role";
import { schemaName } from "./schema-name";
import type { TenantScope } from "./with-tenant";

type Statement = { name?: string; text: string; values: unknown[] };

/** What reads with one statement: a transaction, or a reader that sends each statement in a flight of its own. */
export type RawReader = {
  $queryRaw<Rows>(query: TemplateStringsArray, ...values: unknown[]): Promise<Rows>;
};

/** Reads of one statement each, as a tenant, without a transaction around them: a quarter of withTenant()'s cost. */
export function tenantReader(scope: TenantScope): RawReader {
  return {
    $queryRaw: async <Rows>(query: TemplateStringsArray, ...values: unknown[]) => {
      const statement = Prisma.sql(query, ...values);
      return (await queryTenant(scope, { text: statement.text, values: statement.values })) as Rows;
    },
  };
}

/**
 * One read statement as a tenant, in one network flight. What writes, or reads twice of one state, uses withTenant().
 * @throws DomainError tenant_unavailable while the tenant's cell is down
 */
export async function queryTenant<Row extends pg.QueryResultRow>(
  scope: TenantScope,
  statement: Statement,
): Promise<Row[]> {
  const cell = await cellOf(scope);
  const pool = readerPool(cell);
  return guardCell(cell, () => retryRefusedRole(pool.options.max ?? 1, () => fly(pool, scope, statement)));
}

async function fly<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  scope: TenantScope,
  statement: Statement,
): Promise<Row[]> {
  const client = await pool.connect();
  const { stream } = client.connection;
  let failure: unknown;
  try {
    // Four statements, one write to the socket.
    stream.cork();
    const answers = Promise.all([
      client.query("begin read only"),
      client.query({
        name: "bind-tenant",
        text: "select platform.enter_tenant($2::text::uuid)::text, set_config('role', $1, true), set_config('app.tenant_id', $2, true), set_config('app.user_id', $3, true)",
        values: [schemaName(scope.tenantId), scope.tenantId, scope.userId ?? ""],
      }),
      client.query<Row>(statement),
      client.query("commit"),
    ]);
    stream.uncork();
    const [, , { rows }] = await answers;
    return rows;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    // After a failure the flight's other statements may still be under way: such a connection is not reused.
    client.release(failure instanceof Error ? failure : undefined);
  }
}
