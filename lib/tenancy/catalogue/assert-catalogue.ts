import "server-only";
import { cellNames, MAIN_CELL } from "@/lib/infra/database/cells";
import { logger } from "@/lib/infra/logger";
import { isConnectionFailure } from "../cells/guard-cell";
import { findOffenders } from "./find-offenders";

/**
 * Refuses to start on databases that would not keep tenants apart (I-6). A cell that cannot be reached
 * is left to its first use: until then only its own tenants wait.
 * @throws Error that names every offender
 */
export async function assertCatalogue(): Promise<void> {
  const found = await Promise.all(cellNames().map(checkCell));
  const lines = found.flat();
  if (lines.length > 0) throw new Error(`The database is not safe to start on:\n${lines.join("\n")}`);
}

async function checkCell(cell: string): Promise<string[]> {
  try {
    const offenders = await findOffenders(cell);
    const place = cell === MAIN_CELL ? "" : ` (cell ${cell})`;
    return offenders.map((offender) => `  ${offender.check} ${offender.title}: ${offender.object}${place}`);
  } catch (error) {
    if (cell === MAIN_CELL || !isConnectionFailure(error)) throw error;
    logger.error({ error, cell }, "cell not reachable; its catalogue is checked before its first use");
    return [];
  }
}
