import "server-only";
import { cellNames } from "@/lib/infra/database/cells";

/**
 * Runs `work` for every cell at once and fails when one of them does: for answers that would be wrong without it.
 * @throws DomainError tenant_unavailable
 */
export function everyCell<T>(work: (cell: string) => Promise<T>): Promise<T[]> {
  return Promise.all(cellNames().map(work));
}
