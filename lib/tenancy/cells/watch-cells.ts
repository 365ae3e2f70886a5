import "server-only";
import { MAIN_CELL, remoteCells } from "@/lib/infra/database/cells";
import { systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "../with-system";
import { guardCell } from "./guard-cell";

const MAX_ERROR_LENGTH = 500;

/** Notes which cells answer: placement passes over those that do not, and the back-office shows since when. */
export async function watchCells(): Promise<number> {
  const cells = [MAIN_CELL, ...remoteCells()];
  await Promise.all(cells.map(watchCell));
  return cells.length;
}

async function watchCell(cell: string): Promise<void> {
  const failure = await guardCell(cell, () => systemPool(cell).query("select 1")).then(
    () => null,
    (error: unknown) => reasonOf(error),
  );
  await withSystem(
    (tx) => tx.$executeRaw`
      update platform.cells set checked_at = now(), last_error = ${failure},
        unreachable_since = case when ${failure}::text is null then null else coalesce(unreachable_since, now()) end
      where name = ${cell}`,
  );
}

/** What the driver said, without the address that some messages carry. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const text = cause instanceof Error ? cause.message : String(cause);
  return (text || "no answer").slice(0, MAX_ERROR_LENGTH);
}
