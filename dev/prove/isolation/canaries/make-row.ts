import pg from "pg";
import { newId } from "@/lib/core/ids";
import { hashToken, newToken } from "@/lib/infra/tokens";
import type { FillOptions } from "./fill-tenant";
import type { Column, Table } from "./read-tables";
import { rowsOfTenant } from "./tenant-rows";

type Value = string | number | boolean | Buffer | Date | string[] | object | null;

/** Ways to write a canary, for columns whose check constraint does not take it as it is. */
const STYLES: readonly ((canary: string) => string)[] = [
  (canary) => canary,
  (canary) => canary.toLowerCase(),
  (canary) => `${canary.toLowerCase()}.example.test`,
  (canary) => hashToken(canary).toString("hex"),
  (canary) => `${canary.toLowerCase()}@example.test`,
  () => "#336699",
];

/** Puts one row of the tenant into a table. Returns why it could not, or null. */
export async function makeRow(
  db: pg.ClientBase,
  table: Table,
  tables: readonly Table[],
  options: FillOptions,
): Promise<string | null> {
  const parents = await parentValues(db, table, tables, options);
  if (typeof parents === "string") return parents;
  const styles = new Map<string, number>();
  for (let attempt = 0; ; attempt += 1) {
    const values = new Map<string, Value>();
    for (const column of table.columns) {
      const style = STYLES[styles.get(column.name) ?? 0] ?? STYLES[0];
      const canary = style?.(options.canary) ?? options.canary;
      const value = parents.get(column.name) ?? ownValue(column, table, { ...options, canary });
      if (value !== undefined) values.set(column.name, value);
    }
    const failure = await insert(db, table, values);
    if (failure === null || attempt >= 12) return failure?.message ?? null;
    const check = table.checks.find(({ name }) => name === failure.constraint);
    if (!check) return failure.message;
    for (const { name } of table.columns) {
      if (new RegExp(`\\b${name}\\b`).test(check.text)) styles.set(name, (styles.get(name) ?? 0) + 1);
    }
  }
}

async function insert(
  db: pg.ClientBase,
  table: Table,
  values: ReadonlyMap<string, Value>,
): Promise<{ message: string; constraint?: string } | null> {
  const names = [...values.keys()];
  const marks = names.map((_, index) => `$${index + 1}`).join(", ");
  try {
    await db.query(`insert into ${table.name} (${names.join(", ")}) values (${marks})`, [...values.values()]);
    return null;
  } catch (error) {
    if (error instanceof pg.DatabaseError) {
      return { message: error.message, ...(error.constraint && { constraint: error.constraint }) };
    }
    return { message: "unknown" };
  }
}

/** Values of the foreign keys, taken from rows of the same tenant. */
async function parentValues(
  db: pg.ClientBase,
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

/** Codes that the product reads without a constraint in the database. */
const CODES: Readonly<Record<string, string>> = { currency: "usd", locale: "en", time_zone: "UTC" };

function ownValue(column: Column, table: Table, { tenant, canary, all }: FillOptions): Value | undefined {
  const { name, type, notNull, hasDefault, maxLength } = column;
  if (name === "tenant_id") return tenant.id;
  if (name === "account_id") return tenant.accountId;
  if (/^(user_id|.*_by)$/.test(name) && type === "uuid") return tenant.owner.id;
  const isText = /^(text|character varying|character|text\[\]|character varying\[\]|jsonb)$/.test(type);
  if (hasDefault) return undefined;
  if (!notNull && !isText) return undefined;
  const allowed = CODES[name] ?? allowedValue(name, table);
  if (allowed !== undefined) return type.endsWith("[]") ? [allowed] : allowed;
  if (type === "uuid") return newId();
  // The product reads documents with a schema: where one runs, they stay empty.
  if (type === "jsonb") return JSON.stringify(all ? { note: canary } : {});
  if (/^(text|character varying)\[\]$/.test(type)) return [canary];
  if (type.endsWith("[]")) return [];
  if (/_url$/.test(name)) return `https://example.test/${canary}`;
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
    if (!new RegExp(`\\b${name}\\)?(::text)?\\)? = (ANY \\(|')`).test(check.text)) continue;
    const value = check.text.match(/'([^']*)'::(?:character varying|text)/)?.[1];
    if (value !== undefined) return value;
  }
  return undefined;
}
