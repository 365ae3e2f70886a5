import type pg from "pg";
import { withClient } from "../../database/provision";

/**
 * A digest of each tenant and of the control plane, in plain SQL: it shares nothing with the code it judges. Sealed
 * columns are left out, since they are sealed anew, and when a cell's stub of a tenant was made.
 */
export async function digestDatabase(superUrl: string): Promise<Map<string, string>> {
  return withClient(superUrl, async (client) => {
    const digests = new Map<string, string>();
    const tables = await listTables(client);
    for (const id of await tenantsOf(client)) {
      const schema = `t_${id.replaceAll("-", "")}`;
      const own = tables.filter(
        (table) => table.schema === schema || (table.byTenant && table.schema !== "platform"),
      );
      const parts = [];
      for (const table of own)
        parts.push(await digestOf(client, table, table.schema === schema ? undefined : id));
      digests.set(id, parts.join(" "));
    }
    for (const table of tables.filter(({ schema }) => schema === "platform")) {
      digests.set(`platform.${table.name}`, await digestOf(client, table));
    }
    return digests;
  });
}

/** What differs between two digests; empty when the databases hold the same. */
export function compareDigests(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (key) => before.get(key) !== after.get(key),
  );
}

type Table = { schema: string; name: string; columns: string[]; byTenant: boolean };

// Not in a backup: rates, the record of backups. Handed over again: the outbox.
const LEFT_OUT = ["rate_limits", "backups", "outbox"];

async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select n.nspname::text as schema, c.relname::text as name,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         and (n.nspname = 'platform' or a.attname not like '%\\_sealed')
         and not (n.nspname = 'shared' and c.relname = 'tenants' and a.attname = 'created_at') order by a.attname) as columns,
       exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id') as "byTenant"
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and not c.relname = any ($1)
       and (n.nspname in ('platform', 'shared', 'warehouse') or n.nspname ~ '^t_[0-9a-f]{32}$')
     order by 1, 2`,
    [LEFT_OUT],
  );
  return rows;
}

async function tenantsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    "select tenant_id::text as id from shared.tenants order by 1",
  );
  return rows.map((row) => row.id);
}

async function digestOf(
  client: pg.Client,
  { schema, name, columns }: Table,
  tenantId?: string,
): Promise<string> {
  const list = columns.map((column) => `"${column}"`).join(", ");
  const where = tenantId ? `where tenant_id = '${tenantId}'` : "";
  const { rows } = await client.query<{ digest: string }>(
    `select count(*) || ':' || coalesce(md5(string_agg(h, '' order by h)), '') as digest
     from (select md5(row(${list})::text) as h from "${schema}"."${name}" ${where}) x`,
  );
  return `${name}=${rows[0]?.digest}`;
}
