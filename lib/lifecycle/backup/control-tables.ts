import "server-only";
import type pg from "pg";
import type { CarriedTable } from "../passport/format/list-tables";

/** Not worth keeping: counters of rates, and the record of backups themselves. */
const LEFT_OUT = ["rate_limits", "backups"];

type Row = {
  name: string;
  columns: string[];
  key: string[];
  needs: string[];
  self: boolean;
  identity: string[];
};
export type ControlTable = CarriedTable & {
  /** Columns that the database numbers itself. */
  identity: string[];
};

/** Every table of the control plane, in an order in which they can be filled. */
export async function listControlTables(client: pg.ClientBase): Promise<ControlTable[]> {
  const { rows } = await client.query<Row>(
    `select c.relname::text as name,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
         and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attidentity <> '') as identity,
       array(select a.attname::text from pg_index i cross join unnest(i.indkey) with ordinality k (attnum, ord)
         join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
         where i.indrelid = c.oid and i.indisprimary order by k.ord) as key,
       array(select distinct fc.relname::text from pg_constraint f join pg_class fc on fc.oid = f.confrelid
         where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs,
       exists (select 1 from pg_constraint f where f.conrelid = c.oid and f.contype = 'f' and f.confrelid = c.oid) as self
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'platform' and c.relkind in ('r', 'p') and not c.relispartition and not c.relname = any ($1)
     order by c.relname`,
    [LEFT_OUT],
  );
  return inOrder(rows).map(({ name, columns, key, self, identity }) => ({
    name: `platform.${name}`,
    sql: `"platform"."${name}"`,
    columns,
    key,
    // Values stay sealed as they are: the keys that open them are in the backup too, wrapped by the master key.
    sealed: [],
    selfReferring: self,
    tenantColumn: null,
    identity,
  }));
}

/** People name their home tenant and tenants their founder: people go in first, their home follows at the end. */
function inOrder(rows: Row[]): Row[] {
  const left = new Map(rows.map((row) => [row.name, row]));
  const ordered: Row[] = [];
  while (left.size > 0) {
    const ready = [...left.values()].filter(
      ({ name, needs }) => !needs.some((need) => left.has(need) && !(name === "users" && need === "tenants")),
    );
    if (ready.length === 0)
      throw new Error(`tables refer to each other in a circle: ${[...left.keys()].join(", ")}`);
    for (const row of ready) {
      ordered.push(row);
      left.delete(row.name);
    }
  }
  return ordered;
}
