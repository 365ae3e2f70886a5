import "server-only";
import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { toCsv } from "@/lib/core/csv";
import { schemaName } from "@/lib/tenancy/schema-name";
import { isSecretColumn, withoutEnvelopes } from "./secret-columns";

export type ExportFile = { name: string; path: string; sizeBytes: number; sha256: string };
export type ExportTable = { table: string; rows: number; left_out: string[]; files: ExportFile[] };

type Table = { schema: string; name: string; columns: string[] };

const BATCH = 1_000;

/** Everything the tenant's own role may read that is the tenant's: its schema, and its rows of the shared ones. */
const TABLES = `
  select n.nspname as schema, c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relkind in ('r', 'p') and not c.relispartition
    and (n.nspname = $1 or n.nspname in ('shared', 'warehouse'))
    and has_table_privilege(c.oid, 'select')
  group by n.nspname, c.relname
  having n.nspname = $1 or bool_or(a.attname = 'tenant_id')
  order by (n.nspname = $1) desc, n.nspname, c.relname`;

/** The tables of a tenant; to be called in a transaction of the tenant's role. */
export async function listTables(client: pg.ClientBase, tenantId: string): Promise<Table[]> {
  const { rows } = await client.query<Table>(TABLES, [schemaName(tenantId)]);
  return rows;
}

/** Writes one table as NDJSON and as CSV into a folder, row by row. */
export async function writeTable(client: pg.ClientBase, table: Table, folder: string): Promise<ExportTable> {
  const label = `${table.schema.startsWith("t_") ? "workspace" : table.schema}.${table.name}`;
  const columns = table.columns.filter((column) => !isSecretColumn(column));
  const json = await Sink.open(folder, `${label}.ndjson`);
  const csv = await Sink.open(folder, `${label}.csv`);
  let rows = 0;
  try {
    await csv.write(toCsv([columns]));
    const list = columns.map((column) => `x.${pg.escapeIdentifier(column)}`).join(", ");
    const from = `${pg.escapeIdentifier(table.schema)}.${pg.escapeIdentifier(table.name)}`;
    // Row-level security limits the shared tables to this tenant; the condition says so once more.
    const where = table.schema.startsWith("t_")
      ? ""
      : "where x.tenant_id::text = current_setting('app.tenant_id')";
    await client.query(
      `declare rows no scroll cursor for select to_jsonb(r) as row from (select ${list} from ${from} x ${where}) r`,
    );
    for (;;) {
      const batch = await client.query<{ row: Record<string, unknown> }>(`fetch ${BATCH} from rows`);
      if (batch.rows.length === 0) break;
      rows += batch.rows.length;
      await json.write(batch.rows.map(({ row }) => `${JSON.stringify(row, withoutEnvelopes)}\n`).join(""));
      await csv.write(toCsv(batch.rows.map(({ row }) => columns.map((column) => cell(row[column])))));
    }
    await client.query("close rows");
  } finally {
    await json.close();
    await csv.close();
  }
  const leftOut = table.columns.filter(isSecretColumn);
  return { table: label, rows, left_out: leftOut, files: [json.file(), csv.file()] };
}

function cell(value: unknown): string | number | null {
  const kept = withoutEnvelopes("", value);
  if (kept === null || kept === undefined) return null;
  if (typeof kept === "number") return kept;
  return typeof kept === "string" ? kept : JSON.stringify(kept, withoutEnvelopes);
}

/** A file that knows its size and hash while it is written. */
class Sink {
  #sizeBytes = 0;
  readonly #hash: Hash = createHash("sha256");
  private constructor(
    readonly name: string,
    readonly path: string,
    readonly handle: FileHandle,
  ) {}

  static async open(folder: string, name: string): Promise<Sink> {
    const path = join(folder, name);
    return new Sink(name, path, await open(path, "w", 0o600));
  }

  async write(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    this.#sizeBytes += bytes.length;
    this.#hash.update(bytes);
    await this.handle.write(bytes);
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  file(): ExportFile {
    return {
      name: `data/${this.name}`,
      path: this.path,
      sizeBytes: this.#sizeBytes,
      sha256: this.#hash.copy().digest("hex"),
    };
  }
}
