/** Spreadsheets run a cell that begins so (CWE-1236); an apostrophe makes it text. Plain numbers stay numbers. */
const FORMULA = /^[=+\-@\t\r]/;

/** Writes rows as CSV (RFC 4180) that opens safely in a spreadsheet. */
export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
