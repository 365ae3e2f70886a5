import "server-only";
import { DomainError } from "@/lib/core/errors";
import { env } from "@/lib/infra/env";

/** The cell in DATABASE_URL: it also holds the control plane. */
export const MAIN_CELL = "main";

/** Every cell of the configuration, the main one first. */
export function cellNames(): string[] {
  return [MAIN_CELL, ...remoteCells()];
}

/** The cells in databases of their own. */
export function remoteCells(): string[] {
  return Object.keys(env().CELLS);
}

/**
 * The owner's address of a cell's database.
 * @throws DomainError tenant_unavailable for a cell that this process's configuration does not name
 */
export function cellUrl(cell: string): string {
  const url = cell === MAIN_CELL ? env().DATABASE_URL : env().CELLS[cell];
  if (url !== undefined) return url;
  throw new DomainError("tenant_unavailable", "The database of this workspace is not available.", {
    reason: "cell_unavailable",
    retryAfterSeconds: 30,
  });
}
