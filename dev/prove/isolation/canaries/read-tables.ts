import type pg from "pg";
import { schemaName } from "@/lib/tenancy/schema-name";

export type Column = {
  name: string;
  type: string;
  notNull: boolean;
  hasDefault: boolean;
  /** Characters that fit; null without a limit. */
  maxLength: number | null;
};

export type ForeignKey = { name: string; columns: string[]; table: string; refColumns: string[] };
export type Unique = { name: string; columns: string[]; primary: boolean };

export type Table = {
  /** As in `shared.invitations`; quoted where it must be. */
  name: string;
  schema: string;
  columns: Column[];
  foreignKeys: ForeignKey[];
  uniques: Unique[];
  checks: { name: string; text: string }[];
};

/** Every table that tenants' rows can be in, read from the catalogue so that a new one is covered by being there. */
export async function readTables(db: pg.ClientBase, tenantId: string): Promise<Table[]> {
  const { rows } = await db.query<Table>(TABLES, [schemaName(tenantId)]);
  return rows;
}

const NAMES = (keys: string, relation: string) =>
  `array(select a.attname::text from unnest(${keys}) with ordinality u (num, nr)
     join pg_attribute a on a.attrelid = ${relation} and a.attnum = u.num order by u.nr)`;

const TABLES = `
  select n.nspname as schema, format('%I.%I', n.nspname, c.relname) as name,
    (select coalesce(jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, null),
        'notNull', a.attnotnull, 'hasDefault', a.atthasdef or a.attidentity <> '' or a.attgenerated <> '',
        'maxLength', case when a.atttypmod > 4 and a.atttypid in ('varchar'::regtype, 'bpchar'::regtype)
          then a.atttypmod - 4 end) order by a.attnum), '[]')
      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    (select coalesce(jsonb_agg(jsonb_build_object('name', k.conname, 'columns', ${NAMES("k.conkey", "k.conrelid")},
        'table', (select format('%I.%I', m.nspname, r.relname) from pg_class r join pg_namespace m on m.oid = r.relnamespace where r.oid = k.confrelid),
        'refColumns', ${NAMES("k.confkey", "k.confrelid")})), '[]')
      from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.conparentid = 0) as "foreignKeys",
    (select coalesce(jsonb_agg(jsonb_build_object('name', i.indexrelid::regclass::text, 'primary', i.indisprimary,
        'columns', ${NAMES("i.indkey::int2[]", "i.indrelid")})), '[]')
      from pg_index i where i.indrelid = c.oid and i.indisunique) as uniques,
    (select coalesce(jsonb_agg(jsonb_build_object('name', k.conname, 'text', pg_get_constraintdef(k.oid))), '[]')
      from pg_constraint k where k.conrelid = c.oid and k.contype = 'c') as checks
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('platform', 'shared', 'warehouse', $1)
  order by 1, 2`;
