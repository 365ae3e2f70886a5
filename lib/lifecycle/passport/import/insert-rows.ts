import "server-only";
import type pg from "pg";
import { sealForTenant } from "@/lib/tenancy/vault/seal-for-tenant";
import type { CarriedTable } from "../format/list-tables";
import { type CarriedRow, placeOf } from "../format/read-table";

const BATCH = 500;

/** Values that belong to this installation, by column: the account, for one. */
export type Fill = Readonly<Record<string, string>>;

/** Collects rows and writes them table by table, in batches. */
export class RowWriter {
  private waiting: string[] = [];
  private table: { table: CarriedTable; columns: string[] } | null = null;
  rows = 0;

  constructor(
    private readonly client: pg.ClientBase,
    private readonly fill: Fill = {},
  ) {}

  /** Begins a table; what waits of the one before is written. */
  async begin(table: CarriedTable, columns: readonly string[]): Promise<void> {
    await this.flush();
    const filled = Object.keys(this.fill).filter((column) => !columns.includes(column));
    this.table = { table, columns: [...columns, ...(table.name.startsWith("platform.") ? filled : [])] };
  }

  async add(json: string): Promise<void> {
    this.waiting.push(json);
    this.rows += 1;
    // Rows that refer to one another are checked at the end of their statement, so they need to share it.
    if (this.waiting.length >= BATCH && !this.table?.table.selfReferring) await this.flush();
  }

  async flush(): Promise<void> {
    if (!this.table || this.waiting.length === 0) return;
    const { table, columns } = this.table;
    const names = columns.map((column) => `"${column}"`).join(", ");
    const rows = this.waiting.map((json) => withValues(json, this.fill)).join(",");
    this.waiting = [];
    await this.client.query(
      `insert into ${table.sql} (${names}) overriding system value select ${names} from jsonb_populate_recordset(null::${table.sql}, $1::jsonb)`,
      [`[${rows}]`],
    );
  }
}

/** A row with its secrets sealed under the tenant's key. */
export async function sealRow(
  tenantId: string,
  table: CarriedTable,
  { json, secrets }: CarriedRow,
): Promise<string> {
  const sealed: Record<string, string | null> = {};
  for (const [column, value] of Object.entries(secrets)) {
    sealed[column] =
      value === null ? null : await sealForTenant(placeOf(tenantId, table.name, column, json), value);
  }
  return withValues(json, sealed);
}

/** Adds members to a JSON object that stays text, so that no number is touched. */
export function withValues(json: string, values: Readonly<Record<string, string | null>>): string {
  const members = Object.entries(values).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  if (members.length === 0) return json;
  const open = json.slice(0, -1);
  return `${open}${open === "{" ? "" : ","}${members.join(",")}}`;
}
