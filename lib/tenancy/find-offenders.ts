import "server-only";
import { systemPool } from "@/lib/infra/database/pools";
import { CATALOGUE_CHECKS } from "./catalogue-checks";

export type Offender = { check: string; title: string; object: string };

/** Runs every catalogue check; an empty list means that the database itself keeps tenants apart. */
export async function findOffenders(): Promise<Offender[]> {
  const found = await Promise.all(
    CATALOGUE_CHECKS.map(async (check) => {
      const { rows } = await systemPool().query<{ object: string }>(
        `select o.* from (${check.sql}) as o (object)`,
      );
      return rows.map((row) => ({ check: check.id, title: check.title, object: row.object }));
    }),
  );
  return found.flat();
}
