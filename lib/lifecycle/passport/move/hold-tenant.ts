import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { cellUrl, MAIN_CELL } from "@/lib/infra/database/cells";
import { schemaName } from "@/lib/tenancy/schema-name";

const WAITERS_MS = 8_000;

/**
 * Runs `work` while nobody can write a row of the fenced tenant in this cell, whatever their role: its rows are deleted
 * in a transaction that is not committed. Readers see everything until the end. When `work`
 * succeeds the deletion is committed; when it fails, or this process dies, it never happened.
 */
export async function holdTenant<T>(cell: string, tenantId: string, work: () => Promise<T>): Promise<T> {
  // A connection of its own: it is held for as long as the copy takes.
  const owner = new pg.Client({ connectionString: cellUrl(cell), application_name: "atrium-move" });
  owner.on("error", () => undefined);
  await owner.connect();
  try {
    await owner.query("begin");
    await owner.query("set local lock_timeout = '5s'");
    await owner.query("set local client_min_messages = warning");
    await lockRows(owner, cell, tenantId);
    const result = await work();
    await waitersGone(owner);
    await dropPlace(owner, tenantId);
    await owner.query("commit");
    return result;
  } finally {
    await owner.end();
  }
}

/** Removes what is left of a tenant in a cell that it is not in. Safe to repeat. */
export function clearCell(cell: string, tenantId: string): Promise<void> {
  return holdTenant(cell, tenantId, async () => undefined);
}

/** New rows wait at the stub, on which every row of the shared tables hangs; changed and deleted ones at themselves. */
async function lockRows(owner: pg.ClientBase, cell: string, tenantId: string): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c
     join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relkind = 'r' order by 1`,
    [schemaName(tenantId)],
  );
  // Only the tenant writes here, and it is fenced: this keeps migrations away, and lets everybody else through.
  for (const { name } of rows) await owner.query(`lock table ${name} in share update exclusive mode`);
  await owner.query("delete from shared.tenants where tenant_id = $1", [tenantId]);
  if (cell !== MAIN_CELL) await owner.query("delete from platform.mirrors where tenant_id = $1", [tenantId]);
}

/** Whoever waits for a row would find it gone and write nothing, in silence. Their lock timeout tells them instead. */
async function waitersGone(owner: pg.ClientBase): Promise<void> {
  for (let waited = 0; waited < WAITERS_MS; waited += 50) {
    const { rowCount } = await owner.query(
      `select 1 from pg_stat_activity a where a.datname = current_database()
       and pg_backend_pid() = any (pg_blocking_pids(a.pid))`,
    );
    if (!rowCount) return;
    await sleep(50);
  }
}

async function dropPlace(owner: pg.ClientBase, tenantId: string): Promise<void> {
  const name = schemaName(tenantId);
  await owner.query(`drop schema if exists ${name} cascade`);
  await owner.query("delete from migrations.applied where target = $1", [name]);
  await owner.query("delete from migrations.fleet where tenant_id = $1", [tenantId]);
  await owner.query("delete from migrations.canaries where tenant_id = $1", [tenantId]);
  // Two cells of one server share the role: it goes with the last of them.
  await owner.query(
    `do $$ begin drop role if exists ${name}; exception when dependent_objects_still_exist then null; end $$`,
  );
}
