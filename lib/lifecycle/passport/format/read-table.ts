import "server-only";
import type pg from "pg";
import {
  ENVELOPE_COLUMNS,
  type EnvelopeColumn,
  type EnvelopePlace,
} from "@/lib/tenancy/vault/envelope-columns";
import { openForTenant } from "@/lib/tenancy/vault/open-for-tenant";
import type { CarriedTable } from "./list-tables";

const BATCH = 500;

/** One row: its JSON exactly as the database writes it, and its secrets in clear, by column. */
export type CarriedRow = { json: string; secrets: Record<string, string | null> };

/**
 * The rows of one table in order of their key. JSON stays text from the database to the database: JavaScript's numbers
 * would lose digits. Needs an open transaction with the time zone UTC.
 * @param columns of the table to read; those of an older bundle may be fewer
 */
export async function* readTable(
  client: pg.ClientBase,
  tenantId: string,
  table: CarriedTable,
  columns: readonly string[] = table.columns,
): AsyncGenerator<CarriedRow> {
  const sealed = table.sealed.filter((column) => columns.includes(column));
  const fields = columns.map((column) => `t."${column}"`).join(", ");
  const clear = sealed.map((column) => `, x."${column}" as "${column}"`).join("");
  const order = table.key.map((column) => `t."${column}"`).join(", ");
  const mine = table.tenantColumn ? `where t."${table.tenantColumn}" = '${uuid(tenantId)}'` : "";
  await client.query(
    `declare carried_rows no scroll cursor for
     select (to_jsonb(x) - '{${sealed.join(",")}}'::text[])::text as "passport_row"${clear}
     from (select ${fields} from ${table.sql} t ${mine} ${order && `order by ${order}`}) x`,
  );
  try {
    for (;;) {
      const { rows } = await client.query<Record<string, string | null>>(`fetch ${BATCH} from carried_rows`);
      for (const row of rows) yield await openRow(tenantId, table, sealed, row);
      if (rows.length < BATCH) break;
    }
  } finally {
    await client.query("close carried_rows").catch(() => undefined);
  }
}

/** Where a row's secret is stored: the place that sealForTenant() was given. */
export function placeOf(tenantId: string, table: string, column: string, json: string): EnvelopePlace {
  const [placement, name] = table.split(".");
  const known: readonly EnvelopeColumn[] = ENVELOPE_COLUMNS;
  const entry = known.find((c) => c.placement === placement && c.table === name && c.column === column);
  if (!entry) throw new Error(`${table}.${column} is not in ENVELOPE_COLUMNS`);
  const row = JSON.parse(json) as Record<string, unknown>;
  const place = {
    tenantId,
    table: entry.table,
    column: entry.column,
    row: entry.key.map((k) => row[k]).join(":"),
  };
  // The entry was found in the list that the type is made of.
  return place as EnvelopePlace;
}

async function openRow(
  tenantId: string,
  table: CarriedTable,
  sealed: string[],
  row: Record<string, string | null>,
): Promise<CarriedRow> {
  const json = row.passport_row ?? "";
  const secrets: CarriedRow["secrets"] = {};
  for (const column of sealed) {
    const value = row[column] ?? null;
    secrets[column] =
      value === null ? null : await openForTenant(placeOf(tenantId, table.name, column, json), value);
  }
  return { json, secrets };
}

function uuid(text: string): string {
  if (!/^[0-9a-f-]{36}$/i.test(text)) throw new TypeError("not a tenant's id");
  return text;
}
