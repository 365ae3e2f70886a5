import "server-only";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { systemPool } from "@/lib/infra/database/pools";
import { CATALOGUE_CHECKS } from "./catalogue-checks";

export type Offender = { check: string; title: string; object: string };

/** Runs every catalogue check in a cell; an empty list means that the database itself keeps tenants apart. */
export async function findOffenders(cell: string = MAIN_CELL): Promise<Offender[]> {
  const found = await Promise.all(
    CATALOGUE_CHECKS.map(async (check) => {
      const { rows } = await systemPool(cell).query<{ object: string }>(
        `select o.* from (${check.sql}) as o (object)`,
      );
      return rows.map((row) => ({ check: check.id, title: check.title, object: row.object }));
    }),
  );
  return found.flat();
}
