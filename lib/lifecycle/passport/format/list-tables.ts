import "server-only";
import type pg from "pg";
import { schemaName } from "@/lib/tenancy/schema-name";
import { ENVELOPE_COLUMNS } from "@/lib/tenancy/vault/envelope-columns";
import { NOT_CARRIED, PLATFORM_TABLES } from "./carried-tables";

/** A table as a passport sees it. `name` is portable: the tenant's own schema is called "tenant". */
export type CarriedTable = {
  name: string;
  /** Quoted name in this database. */
  sql: string;
  columns: string[];
  key: string[];
  /** Columns whose values are sealed under the tenant's key. */
  sealed: string[];
  /** Its rows refer to one another: they go in with one statement. */
  selfReferring: boolean;
  /** The column that holds the tenant's id; null in the tenant's own schema. */
  tenantColumn: string | null;
};

type CatalogueRow = {
  schema: string;
  name: string;
  columns: string[];
  key: string[];
  needs: string[];
  self: boolean;
};

const LIST = `
  select n.nspname::text as schema, c.relname::text as name,
    array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
      and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
    array(select a.attname::text from pg_index i cross join unnest(i.indkey) with ordinality k (attnum, ord)
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
      where i.indrelid = c.oid and i.indisprimary order by k.ord) as key,
    array(select distinct fn.nspname || '.' || fc.relname from pg_constraint f join pg_class fc on fc.oid = f.confrelid
      join pg_namespace fn on fn.oid = fc.relnamespace
      where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs,
    exists (select 1 from pg_constraint f where f.conrelid = c.oid and f.contype = 'f' and f.confrelid = c.oid) as self
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = any($1)
  order by n.nspname, c.relname`;

/** Tables of a tenant's cell in an order in which they can be filled: what is referred to comes first. */
export async function listCellTables(client: pg.ClientBase, tenantId: string): Promise<CarriedTable[]> {
  const own = schemaName(tenantId);
  const { rows } = await client.query<CatalogueRow>(LIST, [["shared", "warehouse", own]]);
  const ofTenant = rows.filter((row) => row.schema === own || row.columns.includes("tenant_id"));
  return inOrder(ofTenant)
    .map((row) =>
      carried(row, row.schema === own ? "tenant" : row.schema, row.schema === own ? null : "tenant_id"),
    )
    .filter((table) => !NOT_CARRIED.includes(table.name));
}

/** What is taken of the control plane, in the order of PLATFORM_TABLES; the tenant's own row is first. */
export async function listPlatformTables(client: pg.ClientBase): Promise<CarriedTable[]> {
  const { rows } = await client.query<CatalogueRow>(LIST, [["platform"]]);
  return PLATFORM_TABLES.map(({ name, tenantColumn, omit }) => {
    const row = rows.find((found) => found.name === name);
    if (!row) throw new Error(`the table platform.${name} does not exist`);
    const left: readonly string[] = omit;
    const columns = row.columns.filter((column) => !left.includes(column));
    return carried({ ...row, columns }, "platform", tenantColumn);
  });
}

function carried(row: CatalogueRow, placement: string, tenantColumn: string | null): CarriedTable {
  const sealed = ENVELOPE_COLUMNS.filter(
    (column) => column.placement === placement && column.table === row.name,
  );
  return {
    name: `${placement}.${row.name}`,
    sql: `"${row.schema}"."${row.name}"`,
    columns: row.columns,
    key: row.key,
    sealed: sealed.map((column) => column.column),
    selfReferring: row.self,
    tenantColumn,
  };
}

function inOrder(rows: CatalogueRow[]): CatalogueRow[] {
  const left = new Map(rows.map((row) => [`${row.schema}.${row.name}`, row]));
  const ordered: CatalogueRow[] = [];
  while (left.size > 0) {
    const ready = [...left].filter(([, row]) => !row.needs.some((need) => left.has(need)));
    if (ready.length === 0)
      throw new Error(`tables refer to each other in a circle: ${[...left.keys()].join(", ")}`);
    for (const [name, row] of ready) {
      ordered.push(row);
      left.delete(name);
    }
  }
  return ordered;
}
