import "server-only";
import { ownerPool } from "@/lib/infra/database/pools";
import { readMigrations } from "../run-migrations";
import { migrateTenant } from "./migrate-tenant";

/** Migrates one tenant outside of a run and notes the outcome in its row. False when it failed again. */
export function retryTenant(cell: string, tenantId: string): Promise<boolean> {
  return migrateTenant(ownerPool(cell), tenantId, readMigrations("tenant"));
}
