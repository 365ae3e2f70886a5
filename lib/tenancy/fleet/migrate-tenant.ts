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
  const startedAt = performance.now();
  try {
    await mark(client, tenantId, "running");
    const attempts = await ensureTenantSchema(client, tenantId, migrations);
    await mark(client, tenantId, "done", { attempts, tookMs: performance.now() - startedAt });
    return true;
  } catch (error) {
    logger.warn({ error, tenant: tenantId }, "tenant not migrated");
    await mark(client, tenantId, "failed", { error }).catch((lost: unknown) => {
      broken = lost;
    });
    return false;
  } finally {
    client.release(broken instanceof Error ? broken : undefined);
  }
}

async function mark(
  client: pg.ClientBase,
  tenantId: string,
  state: "running" | "done" | "failed",
  facts: { attempts?: number; tookMs?: number; error?: unknown } = {},
): Promise<void> {
  await client.query(
    `update migrations.fleet set state = $2, attempts = attempts + $3, error = $4,
       took_ms = coalesce($5, took_ms), updated_at = now() where tenant_id = $1`,
    [
      tenantId,
      state,
      facts.attempts ?? (state === "failed" ? 1 : 0),
      facts.error === undefined ? null : reasonOf(facts.error),
      facts.tookMs === undefined ? null : Math.round(facts.tookMs),
    ],
  );
}

/** The file and what the database said of it. */
function reasonOf(error: unknown): string {
  const lines: string[] = [];
  for (let step = error; step instanceof Error; step = step.cause) lines.push(step.message);
  return (lines.join(": ") || String(error)).slice(0, MAX_ERROR_LENGTH);
}
