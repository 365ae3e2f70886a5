import "server-only";
import type pg from "pg";
import { logger } from "@/lib/infra/logger";
import { ensureTenantSchema } from "../ensure-tenant-schema";
import type { Migration } from "../run-migrations";

const MAX_ERROR_LENGTH = 1_000;

/** Migrates one tenant's schema and notes the outcome in the ledger. False when it failed; the reason is in the row. */
export async function migrateTenant(
  pool: pg.Pool,
  tenantId: string,
  migrations: readonly Migration[],
): Promise<boolean> {
  const client = await pool.connect();
  let broken: unknown;
  try {
    await ensureTenantSchema(client, tenantId, migrations, { inFleet: true });
    return true;
  } catch (error) {
    logger.warn({ error, tenant: tenantId }, "tenant not migrated");
    await markFailed(client, tenantId, error).catch((lost: unknown) => {
      broken = lost;
    });
    return false;
  } finally {
    client.release(broken instanceof Error ? broken : undefined);
  }
}

async function markFailed(client: pg.ClientBase, tenantId: string, error: unknown): Promise<void> {
  await client.query(
    `update migrations.fleet set state = 'failed', attempts = attempts + 1, error = $2, updated_at = now()
     where tenant_id = $1`,
    [tenantId, reasonOf(error)],
  );
}

/** The file and what the database said of it. */
function reasonOf(error: unknown): string {
  const lines: string[] = [];
  for (let step = error; step instanceof Error; step = step.cause) lines.push(step.message);
  return (lines.join(": ") || String(error)).slice(0, MAX_ERROR_LENGTH);
}
