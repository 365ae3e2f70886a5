import "server-only";
import { ValidationError } from "@/lib/core/errors";
import { parseCsv } from "@/lib/core/parse-csv";
import { readAddresses } from "@/lib/core/read-addresses";
import { MAX_BATCH_ROWS } from "./schema";

/** One person of a list, as it was written. */
export type WishRow = { line: number; email: string; role: string; name: string; language: string };

const COLUMNS = {
  email: ["email", "e-mail", "mail", "email address", "e-mail address", "e-mailadres", "emailadres"],
  role: ["role", "rol"],
  name: ["name", "naam", "full name"],
  language: ["language", "taal", "lang", "locale"],
} as const;
type Column = keyof typeof COLUMNS;
const ORDER = Object.keys(COLUMNS) as Column[];

/**
 * The people of a list: a CSV file with a header, one without (address, role, name, language), or addresses as people
 * paste them.
 * @throws ValidationError list_empty, list_too_long, list_quote
 */
export function readRows(text: string): WishRow[] {
  if (!text.includes("@")) throw refused("list_empty", "There is no address in this list.");
  const { rows, fault } = parseCsv(text);
  if (fault) throw refused("list_quote", "A quotation mark in this list is not closed.");
  const [head, ...body] = rows;
  const header = head ? headerOf(head.cells) : null;
  const wishes = header
    ? body.map(({ line, cells }) => wishOf(line, cells, header))
    : looksLikeTable(rows.map(({ cells }) => cells))
      ? rows.map(({ line, cells }) => wishOf(line, cells, { email: 0, role: 1, name: 2, language: 3 }))
      : readAddresses(text.replace(/^\uFEFF/, "")).map((email, index) =>
          wishOf(index + 1, [email], { email: 0 }),
        );
  if (wishes.length === 0) throw refused("list_empty", "There is no address in this list.");
  if (wishes.length > MAX_BATCH_ROWS) {
    throw refused("list_too_long", `A list has at most ${MAX_BATCH_ROWS} rows.`);
  }
  return wishes;
}

function headerOf(cells: readonly string[]): Partial<Record<Column, number>> | null {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const found = ORDER.flatMap((column) => {
    const at = names.findIndex((name) => (COLUMNS[column] as readonly string[]).includes(name));
    return at < 0 ? [] : [[column, at] as const];
  });
  const header: Partial<Record<Column, number>> = Object.fromEntries(found);
  return header.email === undefined ? null : header;
}

/** Every row begins with an address, and no other cell is one: not a line of addresses. */
function looksLikeTable(rows: readonly (readonly string[])[]): boolean {
  const isTable = rows.every(
    ([first = "", ...rest]) => /^[^\s<>]+@[^\s<>]+$/.test(first) && !rest.some((cell) => cell.includes("@")),
  );
  return isTable && rows.some((cells) => cells.length > 1);
}

function wishOf(line: number, cells: readonly string[], at: Partial<Record<Column, number>>): WishRow {
  const cell = (column: Column, most: number) => {
    const index = at[column];
    const value = index === undefined ? "" : (cells[index] ?? "");
    return value
      .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
      .trim()
      .slice(0, most);
  };
  return {
    line,
    email: cell("email", 320),
    role: cell("role", 100),
    name: cell("name", 200),
    language: cell("language", 20),
  };
}

function refused(code: string, message: string): ValidationError {
  return new ValidationError([{ path: "text", code, message }]);
}
