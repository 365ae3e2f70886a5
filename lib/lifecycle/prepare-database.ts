import "server-only";
import { syncPermissions } from "@/lib/access/sync-permissions";
import { syncPlans } from "@/lib/entitlements/sync-plans";
import { ownerPool } from "@/lib/infra/database/pools";
import { assertCatalogue } from "@/lib/tenancy/assert-catalogue";
import { type MigrationReport, migrateAll } from "@/lib/tenancy/migrate";

/**
 * Everything a database needs before the product starts on it: migrations, the catalogues that live in code, and
 * proof that it keeps tenants apart. Safe to repeat.
 * @throws Error naming the migration or the offender
 */
export async function prepareDatabase(): Promise<MigrationReport> {
  const report = await migrateAll();
  const owner = await ownerPool().connect();
  try {
    await syncPermissions(owner);
    await syncPlans(owner);
  } finally {
    owner.release();
  }
  await assertCatalogue();
  return report;
}
