import "server-only";
import { BundleError } from "@/lib/infra/bundle/bundle-error";
import { readMigrations } from "@/lib/tenancy/run-migrations";
import type { CarriedTable } from "../format/list-tables";
import type { CheckedPassport } from "./check-passport";

/**
 * An older passport fits a newer installation: what it lacks takes its default. The other way round, something would
 * be lost.
 * @throws BundleError newer_version
 */
export function assertKnownMigrations({ head }: CheckedPassport): void {
  const known = new Map(
    [...readMigrations("cell"), ...readMigrations("tenant")].map((m) => [
      `${m.placement}/${m.name}`,
      m.checksum,
    ]),
  );
  const unknown = head.migrations.filter((m) => known.get(`${m.placement}/${m.name}`) !== m.checksum);
  if (unknown.length === 0) return;
  const names = unknown.map((m) => `${m.placement}/${m.name}`).join(", ");
  throw new BundleError("newer_version", `This file comes from a newer version, which knows ${names}.`);
}

/** @throws BundleError newer_version naming the tables or columns that this database lacks */
export function assertKnownColumns(
  { columns }: Pick<CheckedPassport, "columns">,
  tables: readonly CarriedTable[],
): void {
  const known = new Map(tables.map((table) => [table.name, table.columns]));
  for (const [table, names] of columns) {
    const missing = names.filter((name) => !known.get(table)?.includes(name));
    if (missing.length > 0 || !known.has(table)) {
      throw new BundleError(
        "newer_version",
        `This database has no place for ${table} ${missing.join(", ")}.`,
      );
    }
  }
}
