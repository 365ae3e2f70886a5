import "server-only";
import { DomainError } from "@/lib/core/errors";
import { cellNames } from "@/lib/infra/database/cells";
import { logger } from "@/lib/infra/logger";
import { isConnectionFailure } from "./guard-cell";

/**
 * Runs `work` for every cell (or those named) at once. A cell that is down is left out and logged: what is asked of
 * all cells must not depend on each.
 */
export async function eachCell<T>(
  work: (cell: string) => Promise<T>,
  cells: readonly string[] = cellNames(),
): Promise<T[]> {
  const results = await Promise.all(cells.map((cell) => attempt(cell, work)));
  return results.flatMap((result) => (result ? [result.value] : []));
}

async function attempt<T>(cell: string, work: (cell: string) => Promise<T>): Promise<{ value: T } | null> {
  try {
    return { value: await work(cell) };
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    logger.warn({ error, cell }, "cell left out");
    return null;
  }
}

/** Whether a cell was down, as guardCell() or the driver tells it. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DomainError) return error.details.reason === "cell_unavailable";
  return isConnectionFailure(error);
}
