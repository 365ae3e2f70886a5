import "server-only";
import { systemPool } from "@/lib/infra/database/pools";
import { logger } from "@/lib/infra/logger";
import { guardCell } from "./guard-cell";

const BATCH = 500;

type Change = { id: string; tenant_id: string; function: string; arguments: unknown };

/**
 * Carries what tenants of a cell announced (members, keys, tokens, mails) to the control plane: right after the
 * transaction that announced it, and by the worker for whatever that missed. Applied in order and once; a crash
 * between the two databases only repeats. Returns how many were carried.
 */
export async function relayDirectory(cell: string, tenantId?: string): Promise<number> {
  return guardCell(cell, async () => {
    const { rows } = await systemPool(cell).query<Change>(
      `select id, tenant_id, function, arguments from platform.directory_changes
       where $1::uuid is null or tenant_id = $1 order by position limit ${BATCH}`,
      [tenantId ?? null],
    );
    if (rows.length === 0) return 0;
    const ids = rows.map((row) => row.id);
    const applied = await systemPool().query<{ change_id: string; failure: string }>(
      "select * from platform.apply_directory_changes($1, $2::uuid[], $3::uuid[], $4::text[], $5::jsonb[])",
      [
        cell,
        ids,
        rows.map((row) => row.tenant_id),
        rows.map((row) => row.function),
        rows.map((row) => JSON.stringify(row.arguments)),
      ],
    );
    for (const failed of applied.rows) logger.error({ cell, ...failed }, "directory change refused");
    await systemPool(cell).query("delete from platform.directory_changes where id = any($1)", [ids]);
    return rows.length;
  });
}

/** After a tenant's own commit: its caller sees what it announced. What fails here is the worker's. */
export async function relayAfterCommit(cell: string, tenantId: string): Promise<void> {
  await relayDirectory(cell, tenantId).catch((error: unknown) =>
    logger.warn({ error, cell, tenant: tenantId }, "directory relayed later"),
  );
}
