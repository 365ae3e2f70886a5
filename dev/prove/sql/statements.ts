import fc from "fast-check";
import type { Table } from "../isolation/canaries/read-tables";

/** A statement with a place where the id goes: the foreign one, and one that exists nowhere. */
export type Shape = { sql: (id: string) => string; kind: string };

export type Targets = {
  tables: readonly Table[];
  /** Ids of the foreign tenant's rows, its own id among them. */
  foreign: readonly string[];
  foreignId: string;
  ownId: string;
};

type Place = { table: Table; column: string; other: Table };

/** Everything SQL can do to a table, aimed at rows of another tenant. */
export function statements(targets: Targets): fc.Arbitrary<Shape & { id: string }> {
  const place = fc
    .record({
      table: fc.constantFrom(...targets.tables),
      other: fc.constantFrom(...targets.tables),
      column: fc.nat(40),
    })
    .map(({ table, other, column }): Place => {
      const ids = table.columns.filter(({ type }) => type === "uuid");
      const chosen = ids[column % Math.max(1, ids.length)];
      return {
        table,
        other,
        column: chosen?.name ?? table.columns[column % table.columns.length]?.name ?? "ctid",
      };
    });
  const shape = fc.tuple(place, fc.constantFrom(...READS, ...WRITES)).map(([at, make]) => make(at, targets));
  return fc.tuple(shape, fc.constantFrom(...targets.foreign)).map(([made, id]) => ({ ...made, id }));
}

type Make = (place: Place, targets: Targets) => Shape;
const read =
  (sql: (p: Place, id: string, t: Targets) => string): Make =>
  (place, targets) => ({ kind: "read", sql: (id) => sql(place, id, targets) });
const write =
  (sql: (p: Place, id: string, t: Targets) => string): Make =>
  (place, targets) => ({ kind: "write", sql: (id) => sql(place, id, targets) });

const READS: Make[] = [
  read(({ table, column }, id) => `select * from ${table.name} where ${column}::text = '${id}'`),
  read(({ table, column }, id) => `select count(*) from ${table.name} where ${column}::text = '${id}'`),
  read(({ table, column }, id) => `select * from ${table.name} where ${column}::text = '${id}' or true`),
  read(
    ({ table, column }, id) =>
      `select * from ${table.name} t where not (t.${column}::text is distinct from '${id}') limit 5`,
  ),
  read(({ table }) => `table ${table.name}`),
  read(({ table }) => `select string_agg(t::text, ',') from ${table.name} t`),
  read(
    ({ table, column }, id) =>
      `select to_jsonb(t) from ${table.name} t where t.${column}::text = any (array['${id}'])`,
  ),
  read(
    ({ table, other, column }, id) =>
      `select a.*, b.* from ${table.name} a cross join ${other.name} b where a.${column}::text = '${id}' limit 5`,
  ),
  read(
    ({ table, other, column }, id) =>
      `select * from ${table.name} a left join lateral (select * from ${other.name} b limit 2) x on true where a.${column}::text = '${id}'`,
  ),
  read(
    ({ table, other }) => `select a::text from ${table.name} a union all select b::text from ${other.name} b`,
  ),
  read(
    ({ table, column }, id) =>
      `with x as materialized (select * from ${table.name} where ${column}::text = '${id}') select x.*, (select count(*) from x) from x`,
  ),
  read(
    ({ table, column }, id) =>
      `with recursive x as (select t.${column}::text as v, 1 as n from ${table.name} t where t.${column}::text = '${id}' union all select v, n + 1 from x where n < 3) select * from x`,
  ),
  read(
    ({ table, column }, id) => `select exists (select from ${table.name} where ${column}::text = '${id}')`,
  ),
  // A division by zero, a cast that fails or a slow answer would tell what a policy hides.
  read(
    ({ table, column }, id) =>
      `select 1 / (select case when count(*) > 0 then 0 else 1 end from ${table.name} where ${column}::text = '${id}')`,
  ),
  read(
    ({ table, column }, id) => `select (t::text)::int from ${table.name} t where t.${column}::text = '${id}'`,
  ),
  read(({ table, column }, id) => `select * from ${table.name} where ${column}::text = '${id}' for update`),
  read(
    ({ table, column }) =>
      `select *, row_number() over (order by ${column}) from ${table.name} tablesample system (100)`,
  ),
  read(
    ({ table, column }, id) =>
      `declare c cursor for select * from ${table.name} where ${column}::text = '${id}'; fetch all from c`,
  ),
  read(
    ({ table, column }, id) =>
      `deallocate all; prepare p as select * from ${table.name} where ${column}::text = $1; execute p('${id}')`,
  ),
  read(
    ({ table, column }, id) => `copy (select * from ${table.name} where ${column}::text = '${id}') to stdout`,
  ),
  read(({ table }) => `copy ${table.name} to stdout with (format csv, header)`),
  read(
    ({ table, column }, id) =>
      `do $x$ declare r record; begin for r in select * from ${table.name} where ${column}::text = '${id}' loop raise exception 'seen %', r; end loop; end $x$`,
  ),
  read(
    ({ table, column }, id) =>
      `select query_to_xml('select * from ${table.name} where ${column}::text = ''${id}''', true, false, '')::text`,
  ),
  read(({ table }) => `explain (analyze, format json) select * from ${table.name}`),
  read(({ table }) => `select * from pg_stats where schemaname || '.' || tablename = '${table.name}'`),
];

const WRITES: Make[] = [
  write(
    ({ table, column }, id) =>
      `update ${table.name} set ${column} = ${column} where ${column}::text = '${id}' returning *`,
  ),
  write(({ table, column }) => `update ${table.name} set ${column} = ${column} returning *`),
  write(({ table }, _id, { foreignId }) => `update ${table.name} set tenant_id = '${foreignId}' returning *`),
  write(
    ({ table, other, column }, id) =>
      `update ${table.name} a set ${column} = a.${column} from ${other.name} b where a.${column}::text = '${id}' returning a.*, b.*`,
  ),
  write(({ table, column }, id) => `delete from ${table.name} where ${column}::text = '${id}' returning *`),
  write(
    ({ table, other, column }, id) =>
      `delete from ${table.name} a using ${other.name} b where a.${column}::text = '${id}' returning a.*, b.*`,
  ),
  write(({ table }) => `insert into ${table.name} select * from ${table.name} returning *`),
  write(
    ({ table }) => `insert into ${table.name} select * from ${table.name} on conflict do nothing returning *`,
  ),
  write(
    ({ table }, id, targets) =>
      `insert into ${table.name} select * from jsonb_populate_recordset(null::${table.name}, (select jsonb_agg(to_jsonb(t) || ${clone(table, id, targets)}) from ${table.name} t)) returning *`,
  ),
  write(
    ({ table }, id, targets) =>
      `insert into ${table.name} select * from jsonb_populate_recordset(null::${table.name}, (select jsonb_agg(to_jsonb(t) || ${clone(table, id, targets)}) from ${table.name} t)) on conflict (${conflict(table)}) do update set ${conflict(table).split(", ").at(-1)} = excluded.${conflict(table).split(", ").at(-1)} returning *`,
  ),
  write(
    ({ table }, id) =>
      `insert into ${table.name} select * from jsonb_populate_recordset(null::${table.name}, (select jsonb_agg(to_jsonb(t) || ${pointing(table, id)}) from (select * from ${table.name} limit 1) t)) returning 1`,
  ),
  write(({ table, column }, id) => `update ${table.name} set ${column} = '${id}' returning 1`),
  write(
    ({ table, column }, id) =>
      `merge into ${table.name} t using (select '${id}' as v) s on t.${column}::text = s.v when matched then delete`,
  ),
  write(
    ({ table, column }, id) =>
      `with gone as (delete from ${table.name} where ${column}::text = '${id}' returning *) select * from gone`,
  ),
  write(({ table }) => `truncate ${table.name} cascade`),
  write(({ table }) => `copy ${table.name} from stdin`),
  write(({ table }) => `lock table ${table.name} in access exclusive mode; select 1 / 0`),
];

/** A copied row of the own tenant whose references point at `id`. */
function pointing(table: Table, id: string): string {
  const parts = table.columns
    .filter(({ name, type }) => type === "uuid" && name !== "tenant_id" && /id$/.test(name))
    .map(({ name }) => `'${name}', '${id}'`);
  return `jsonb_build_object(${parts.join(", ")})`;
}

/** The overrides that turn a copied row into one of the other tenant, or one that points at its rows. */
function clone(table: Table, id: string, { foreignId }: Targets): string {
  const parts = table.columns
    .filter(({ name, type }) => type === "uuid" && (name === "tenant_id" || /id$/.test(name)))
    .map(({ name }) => `'${name}', '${name === "tenant_id" ? foreignId : id}'`);
  return `jsonb_build_object(${parts.join(", ")})`;
}

function conflict(table: Table): string {
  return table.uniques.find(({ primary }) => primary)?.columns.join(", ") ?? "tenant_id";
}
