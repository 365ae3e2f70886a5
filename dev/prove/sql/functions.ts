import type pg from "pg";
import { schemaName } from "@/lib/tenancy/schema-name";

type Callable = { name: string; types: string[] };

/** Calls of every function that a tenant's role may execute, with the other tenant's ids as arguments. */
export async function functionCalls(
  db: pg.ClientBase,
  ownId: string,
  foreign: { id: string; slug: string },
): Promise<((id: string) => string)[]> {
  const known = { slug: foreign.slug, hash: await tokenHash(db, foreign.id) };
  const { rows } = await db.query<Callable>(
    `select p.oid::regproc::text as name,
       array(select format_type(t, null) from unnest(p.proargtypes::oid[]) with ordinality a (t, nr) order by nr) as types
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('platform', 'shared', 'warehouse', 'public') and p.prokind = 'f' and p.prorettype <> 'trigger'::regtype
       and has_function_privilege($1, p.oid, 'execute') and has_schema_privilege($1, n.oid, 'usage')`,
    [schemaName(ownId)],
  );
  return rows.flatMap(({ name, types }) =>
    [0, 1, 2].map((round) => (id: string) => {
      const values = types.map((type) => argument(type, id, known, round));
      return `select * from ${name}(${values.join(", ")})`;
    }),
  );
}

/** A token of the tenant; a cell in a database of its own keeps none. */
async function tokenHash(db: pg.ClientBase, tenantId: string): Promise<string> {
  const directory = await db.query("select 1 where to_regclass('platform.token_directory') is not null");
  if (directory.rowCount === 0) return "00";
  const { rows } = await db.query<{ hash: string }>(
    "select encode(token_hash, 'hex') as hash from platform.token_directory where tenant_id = $1 limit 1",
    [tenantId],
  );
  return rows[0]?.hash ?? "00";
}

type Known = { slug: string; hash: string };

function argument(type: string, id: string, known: Known, round: number): string {
  const base = type.replace(/\[\]$/, "");
  const value = scalar(base, id, known, round);
  return type.endsWith("[]") ? `array[${value}]::${type}` : `${value}::${type}`;
}

function scalar(type: string, id: string, { slug, hash }: Known, round: number): string {
  switch (type) {
    case "uuid":
      return `'${id}'`;
    case "text":
    case "character varying":
      return [`'${id}'`, `'${slug}'`, "'invitation'"][round] ?? "''";
    case "bytea":
      return `decode('${hash}', 'hex')`;
    case "boolean":
      return round === 1 ? "false" : "true";
    case "integer":
    case "bigint":
    case "smallint":
    case "numeric":
      return "1";
    case "jsonb":
      return "'{}'";
    case "interval":
      return "'1 hour'";
    default:
      return type.startsWith("timestamp") || type === "date" ? "now()" : "null";
  }
}
