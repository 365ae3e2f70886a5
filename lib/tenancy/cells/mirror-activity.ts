import "server-only";
import { remoteCells } from "@/lib/infra/database/cells";
import { systemPool } from "@/lib/infra/database/pools";
import { eachCell } from "./each-cell";
import { guardCell } from "./guard-cell";

const BATCH = 500;

/** What tenants may read of the control plane without naming anything: in a cell these answer from a copy. */
const READABLE = `
  select p.proname as name from pg_proc p
  where p.pronamespace = 'platform'::regnamespace and p.proretset and p.pronargs = 0
    and has_function_privilege('atrium_tenant', p.oid, 'execute')`;

/** Tenants of a cell whose people or keys came within the window. */
const STIRRED = `
  select t.id::text from platform.tenants t where t.cell = $1 and t.status <> 'erased' and (
    exists (select 1 from platform.user_tenants u where u.tenant_id = t.id
      and greatest(u.last_opened_at, u.created_at) > now() - make_interval(mins => $2))
    or exists (select 1 from platform.api_key_directory k where k.tenant_id = t.id
      and greatest(k.last_used_at, k.created_at) > now() - make_interval(mins => $2)))
  limit ${BATCH}`;

/**
 * Copies when people and keys were last active to the cells of those tenants that stirred lately. The lists there are
 * at most `minutes` old. Returns how many tenants were copied.
 */
export async function mirrorActivity(minutes = 3): Promise<number> {
  const cells = remoteCells();
  if (cells.length === 0) return 0;
  const { rows } = await systemPool().query<{ name: string }>(READABLE);
  const functions = rows.map((row) => row.name);
  const counts = await eachCell((cell) => mirrorCell(cell, functions, minutes), cells);
  return counts.reduce((sum, count) => sum + count, 0);
}

async function mirrorCell(cell: string, functions: readonly string[], minutes: number): Promise<number> {
  const { rows } = await systemPool().query<{ id: string }>(STIRRED, [cell, minutes]);
  for (const { id } of rows) {
    for (const name of functions) {
      const copy = await read(id, name);
      await guardCell(cell, () =>
        systemPool(cell).query(
          `insert into platform.mirrors (tenant_id, function, rows) values ($1, $2, $3)
           on conflict (tenant_id, function) do update set rows = excluded.rows, updated_at = now()`,
          [id, name, copy],
        ),
      );
    }
  }
  return rows.length;
}

/** The function's own answer for this tenant, as its members would get it here. */
async function read(tenantId: string, name: string): Promise<string> {
  const client = await systemPool().connect();
  let failure: unknown;
  try {
    await client.query("begin read only");
    await client.query("select set_config('app.tenant_id', $1, true)", [tenantId]);
    const { rows } = await client.query<{ copy: unknown }>(
      `select coalesce(jsonb_agg(to_jsonb(r)), '[]') as copy from platform.${name}() r`,
    );
    await client.query("commit");
    return JSON.stringify(rows[0]?.copy ?? []);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    client.release(failure instanceof Error ? failure : undefined);
  }
}
