import "server-only";
import { syncPermissions } from "@/lib/access/sync-permissions";
import { syncPlans } from "@/lib/entitlements/sync-plans";
import { cellNames, MAIN_CELL } from "@/lib/infra/database/cells";
import { withOwner } from "@/lib/infra/database/with-owner";
import { assertCatalogue } from "@/lib/tenancy/catalogue/assert-catalogue";
import { type MigrationReport, migrateAll } from "@/lib/tenancy/migrate";

/**
 * Everything a database needs before the product starts on it: migrations, the catalogues that live in code, and
 * proof that it keeps tenants apart. Safe to repeat.
 * @throws Error naming the migration or the offender
 */
export async function prepareDatabase(): Promise<MigrationReport> {
  const report = await migrateAll();
  const cells = cellNames().filter((cell) => !report.unreachable.includes(cell));
  for (const cell of cells) await withOwner(cell, syncPermissions);
  await withOwner(MAIN_CELL, syncPlans);
  await assertCatalogue();
  return report;
}
