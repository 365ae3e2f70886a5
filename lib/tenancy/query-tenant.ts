import "server-only";
import type pg from "pg";
import { readerPool } from "@/lib/infra/database/pools";
import { cellOf } from "./cells/cell-of";
import { guardCell } from "./cells/guard-cell";
import { retryRefusedRole } from "./retry-refused-role";
import { schemaName } from "./schema-name";
import type { TenantScope } from "./with-tenant";

/**
 * One read statement as a tenant, in one network flight: for what every request needs. Everything else uses
 * withTenant().
 * @throws DomainError tenant_unavailable while the tenant's cell is down
 */
export async function queryTenant<Row extends pg.QueryResultRow>(
  scope: TenantScope,
  statement: { name: string; text: string; values: unknown[] },
): Promise<Row[]> {
  const cell = await cellOf(scope);
  const pool = readerPool(cell);
  return guardCell(cell, () => retryRefusedRole(pool.options.max ?? 1, () => fly(pool, scope, statement)));
}

async function fly<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  scope: TenantScope,
  statement: { name: string; text: string; values: unknown[] },
): Promise<Row[]> {
  const client = await pool.connect();
  let failure: unknown;
  try {
    const [, , result] = await Promise.all([
      client.query("begin read only"),
      client.query({
        name: "bind-tenant",
        text: "select platform.enter_tenant($2::text::uuid)::text, set_config('role', $1, true), set_config('app.tenant_id', $2, true), set_config('app.user_id', $3, true)",
        values: [schemaName(scope.tenantId), scope.tenantId, scope.userId ?? ""],
      }),
      client.query<Row>(statement),
      client.query("commit"),
    ]);
    return result.rows;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    // After a failure the flight's other statements may still be under way: such a connection is not reused.
    client.release(failure instanceof Error ? failure : undefined);
  }
}
