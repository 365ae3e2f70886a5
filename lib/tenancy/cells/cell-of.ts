import "server-only";
import { MAIN_CELL, remoteCells } from "@/lib/infra/database/cells";
import { readerPool } from "@/lib/infra/database/pools";
import { onceAProcess } from "@/lib/infra/once-a-process";

/** A tenant moves with its writes fenced; whoever still holds the old answer is refused on entering. */
const TTL_MS = 30_000;
const MAX_ENTRIES = 20_000;

type Known = { cell: string; until: number };
const remembered = onceAProcess("cells-of-tenants", () => new Map<string, Known>());

/** Keeps what the directory said of a tenant, so that the transactions of the same request need not ask again. */
export function rememberCell(tenantId: string, cell: string): void {
  if (remoteCells().length === 0) return;
  if (remembered.size >= MAX_ENTRIES) remembered.clear();
  remembered.set(tenantId, { cell, until: Date.now() + TTL_MS });
}

/** The answer was wrong: the tenant has moved. */
export function forgetCell(tenantId: string): void {
  remembered.delete(tenantId);
}

/** The cell of a tenant: named by the caller, remembered from this request, else looked up. */
export async function cellOf(scope: { tenantId: string; cell?: string }): Promise<string> {
  if (scope.cell !== undefined) return scope.cell;
  if (remoteCells().length === 0) return MAIN_CELL;
  const known = remembered.get(scope.tenantId);
  if (known && known.until > Date.now()) return known.cell;
  const { rows } = await readerPool().query<{ tenant_cell: string }>({
    name: "cell-of-tenant",
    text: "select tenant_cell from platform.tenant_by_id($1)",
    values: [scope.tenantId],
  });
  const cell = rows[0]?.tenant_cell ?? MAIN_CELL;
  rememberCell(scope.tenantId, cell);
  return cell;
}
