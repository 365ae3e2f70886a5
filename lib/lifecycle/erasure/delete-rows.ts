import "server-only";
import pg from "pg";
import { schemaName } from "@/lib/tenancy/schema-name";
import { FORGETTING, RETAINED } from "./retained";

const WITH_TENANT = `
  select n.nspname || '.' || c.relname as name from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
  where n.nspname in ('platform', 'shared', 'warehouse') and c.relkind in ('r', 'p') and not c.relispartition
  order by 1`;

/** Columns that name a tenant inside a text. */
const IN_TEXT: readonly (readonly [table: string, column: string])[] = [
  ["platform.outbox", "dedupe_key"],
  ["platform.idempotency_keys", "scope"],
  ["platform.rate_limits", "key"],
];

/**
 * Deletes every row of a tenant from one database: from each table of the catalogue that has a tenant_id, so that a
 * table added later is not forgotten. Safe to repeat.
 * @param skip tables to leave alone; only the proof that the search finds them uses it
 */
export async function deleteRows(
  owner: pg.ClientBase,
  tenantId: string,
  skip: readonly string[] = [],
): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(WITH_TENANT);
  const tables = rows.map((row) => row.name).filter((name) => !skip.includes(name));
  // The stub goes first: most of the plane hangs on it.
  const stub = "shared.tenants";
  for (const name of [
    ...tables.filter((table) => table === stub),
    ...tables.filter((table) => table !== stub),
  ]) {
    if (Object.hasOwn(RETAINED, name)) continue;
    const action = FORGETTING.includes(name) ? "update %s set tenant_id = null" : "delete from %s";
    await owner.query(`${action.replace("%s", quoted(name))} where tenant_id = $1`, [tenantId]);
  }
  for (const [table, column] of IN_TEXT) {
    if (skip.includes(table) || !(await exists(owner, table))) continue;
    await owner.query(`delete from ${quoted(table)} where strpos(${column}, $1) > 0`, [tenantId]);
  }
  await owner.query("delete from migrations.applied where target = $1", [schemaName(tenantId)]);
}

async function exists(owner: pg.ClientBase, table: string): Promise<boolean> {
  const { rows } = await owner.query<{ there: boolean }>("select to_regclass($1) is not null as there", [
    table,
  ]);
  return rows[0]?.there ?? false;
}

function quoted(name: string): string {
  return name
    .split(".")
    .map((part) => pg.escapeIdentifier(part))
    .join(".");
}
