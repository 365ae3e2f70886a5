import "server-only";
import type pg from "pg";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { systemPool } from "@/lib/infra/database/pools";
import { logger } from "@/lib/infra/logger";
import { guardCell, isConnectionFailure } from "./guard-cell";

const BATCH = 200;

type Item = { id: string; tenant_id: string; kind: string; payload: unknown; cell: string | null };

/** All repeat safely; a tenant that was erased meanwhile takes nothing more. */
const WRITE: Record<string, string> = {
  domain_event: `insert into shared.domain_events
    select (jsonb_populate_record(null::shared.domain_events, $1::jsonb)).*
    where exists (select 1 from shared.tenants t where t.tenant_id = $2) on conflict do nothing`,
  member_name: `update shared.memberships m set first_name = coalesce($1::jsonb ->> 'first_name', m.first_name),
    last_name = coalesce($1::jsonb ->> 'last_name', m.last_name)
    where m.tenant_id = $2 and m.user_id = ($1::jsonb ->> 'user_id')::uuid`,
  member_email: `update shared.memberships m set email = $1::jsonb ->> 'email'
    where m.tenant_id = $2 and m.user_id = ($1::jsonb ->> 'user_id')::uuid`,
};

/**
 * Delivers what the control plane wrote for tenants of one cell, oldest first. Items of a cell that is down stay,
 * and those of a tenant that is moving. One that the cell refuses is kept with its error, tried again after a growing
 * pause, and holds up nothing but that tenant's later ones.
 * Returns how many were taken up.
 */
export async function relayCellOutbox(cell: string): Promise<number> {
  const { rows } = await systemPool().query<Item>(
    `select o.id, o.tenant_id, o.kind, o.payload, t.cell from platform.cell_outbox o
     left join platform.tenants t on t.id = o.tenant_id
     where coalesce(t.cell, '${MAIN_CELL}') = $1 and t.status is distinct from 'moving'
       and not exists (select 1 from platform.cell_outbox w where w.tenant_id = o.tenant_id and w.retry_at > now())
     order by o.position limit ${BATCH}`,
    [cell],
  );
  if (rows.length === 0) return 0;
  const delivered = await guardCell(cell, async () => {
    const client = await systemPool(cell).connect();
    try {
      return await deliver(client, rows);
    } finally {
      client.release();
    }
  });
  // What was for a tenant that has moved meanwhile is delivered again, there.
  await systemPool().query(
    `delete from platform.cell_outbox o where o.id = any($1) and not exists (select 1 from platform.tenants t
     where t.id = o.tenant_id and (t.cell <> $2 or t.status = 'moving'))`,
    [delivered, cell],
  );
  return rows.length;
}

async function deliver(client: pg.ClientBase, rows: readonly Item[]): Promise<string[]> {
  const delivered: string[] = [];
  const waiting = new Set<string>();
  for (const row of rows) {
    if (waiting.has(row.tenant_id)) continue;
    try {
      const statement = WRITE[row.kind];
      if (!statement) throw new Error(`unknown kind in the cell outbox: ${row.kind}`);
      await client.query(statement, [JSON.stringify(row.payload), row.tenant_id]);
      delivered.push(row.id);
    } catch (error) {
      if (isConnectionFailure(error)) throw error;
      waiting.add(row.tenant_id);
      await postpone(row, error);
    }
  }
  return delivered;
}

async function postpone(row: Item, error: unknown): Promise<void> {
  logger.error({ error, item: row.id, tenantId: row.tenant_id }, "a cell refused a row; it is tried again");
  await systemPool().query(
    `update platform.cell_outbox set attempts = attempts + 1, error = left($2, 500),
     retry_at = now() + least(interval '1 hour', interval '5 seconds' * 2 ^ least(attempts, 10)) where id = $1`,
    [row.id, error instanceof Error ? error.message : String(error)],
  );
}
