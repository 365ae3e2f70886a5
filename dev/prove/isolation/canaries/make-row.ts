import type pg from "pg";
import { newId } from "@/lib/core/ids";
import { hashToken, newToken } from "@/lib/infra/tokens";
import type { FillOptions } from "./fill-tenant";
import type { Column, Table } from "./read-tables";
import { rowsOfTenant } from "./tenant-rows";

type Value = string | number | boolean | Buffer | Date | string[] | object | null;

/** Puts one row of the tenant into a table. Returns why it could not, or null. */
export async function makeRow(
  db: pg.Client,
  table: Table,
  tables: readonly Table[],
  options: FillOptions,
): Promise<string | null> {
  const parents = await parentValues(db, table, tables, options);
  if (typeof parents === "string") return parents;
  const values = new Map<string, Value>();
  for (const column of table.columns) {
    const value = parents.get(column.name) ?? ownValue(column, table, options);
    if (value !== undefined) values.set(column.name, value);
  }
  const names = [...values.keys()];
  const marks = names.map((_, index) => `$${index + 1}`).join(", ");
  return db
    .query(`insert into ${table.name} (${names.join(", ")}) values (${marks})`, [...values.values()])
    .then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : "unknown"),
    );
}

/** Values of the foreign keys, taken from rows of the same tenant. */
async function parentValues(
  db: pg.Client,
  table: Table,
  tables: readonly Table[],
  options: FillOptions,
): Promise<Map<string, Value> | string> {
  const found = new Map<string, Value>();
  for (const key of table.foreignKeys) {
    const parent = tables.find(({ name }) => name === key.table);
    const condition = parent ? (rowsOfTenant(parent, tables) ?? "true") : "true";
    const { rows } = await db.query<Record<string, Value>>(
      `select ${key.refColumns.join(", ")} from ${key.table} where (${condition}) and ($1::uuid is not null and $2::uuid is not null) limit 1`,
      [options.tenant.id, options.tenant.accountId],
    );
    const row = rows[0];
    const needed = table.columns.some(
      ({ name, notNull }) => key.columns.includes(name) && notNull && name !== "tenant_id",
    );
    if (!row && needed) return `no row of ${key.table} to refer to`;
    for (const [index, column] of key.columns.entries()) {
      const value = row?.[key.refColumns[index] ?? ""];
      if (value !== undefined && !found.has(column)) found.set(column, value);
    }
  }
  return found;
}

function ownValue(column: Column, table: Table, { tenant, canary }: FillOptions): Value | undefined {
  const { name, type, notNull, hasDefault, maxLength } = column;
  if (name === "tenant_id") return tenant.id;
  if (name === "account_id") return tenant.accountId;
  if (/^(user_id|.*_by)$/.test(name) && type === "uuid") return tenant.owner.id;
  const isText = /^(text|character varying|character|text\[\]|character varying\[\]|jsonb)$/.test(type);
  if (hasDefault) return undefined;
  if (!notNull && !isText) return undefined;
  const allowed = allowedValue(name, table);
  if (allowed !== undefined) return type.endsWith("[]") ? [allowed] : allowed;
  if (type === "uuid") return newId();
  if (type === "jsonb") return JSON.stringify({ note: canary });
  if (/^(text|character varying)\[\]$/.test(type)) return [canary];
  if (isText)
    return /email/.test(name) ? `${canary.toLowerCase()}@example.test` : canary.slice(0, maxLength ?? 200);
  if (/^(smallint|integer|bigint|numeric|double precision|real)$/.test(type)) return 1;
  if (type === "boolean") return false;
  if (/^(timestamp|date)/.test(type)) {
    const isLater = /(end|expire|until|after|due|next)/.test(name);
    return new Date(Date.now() + (isLater ? 86_400_000 : 0));
  }
  if (type === "inet" || type === "cidr") return "192.0.2.9";
  if (type === "bytea") return hashToken(newToken());
  return notNull ? canary : undefined;
}

/** A value that a check constraint names for this column. */
function allowedValue(name: string, table: Table): string | undefined {
  for (const check of table.checks) {
    if (!new RegExp(`\\(${name}\\)?::text\\)? =|\\b${name} =`).test(check)) continue;
    const value = check.match(/'([^']*)'::(?:character varying|text)/)?.[1];
    if (value !== undefined) return value;
  }
  return undefined;
}
