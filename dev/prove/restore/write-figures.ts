import { readFile, writeFile } from "node:fs/promises";

const FILE = "docs/operations.md";
const HEAD =
  "| drill | workspaces | rows each | backup (RPO) | restore (RTO) | differences | damaged refused |";

export type DrillFigures = {
  method: string;
  tenants: number;
  rows: number;
  rpoSeconds: number;
  rtoSeconds: number;
  differences: number;
  refused: number;
  attempts: number;
};

/** Writes the line of a drill into the table of docs/operations.md, in place of an earlier one of its kind and size. */
export async function writeFigures(figures: DrillFigures): Promise<void> {
  const { method, tenants, rows, rpoSeconds, rtoSeconds, differences, refused, attempts } = figures;
  const key = `| ${method} | ${tenants} |`;
  const line = `${key} ${rows} | ${rpoSeconds} s | ${rtoSeconds} s | ${differences} | ${refused} of ${attempts} |`;
  const lines = (await readFile(FILE, "utf8")).split("\n");
  const head = lines.findIndex((text) => squeeze(text) === HEAD);
  if (head === -1) throw new Error(`${FILE} has no table of drills`);
  const end = lines.findIndex((text, index) => index > head && !text.startsWith("|"));
  const kept = lines.slice(head + 2, end).filter((text) => !squeeze(text).startsWith(key));
  const sorted = [...kept, line].toSorted((a, b) =>
    squeeze(a).localeCompare(squeeze(b), "en", { numeric: true }),
  );
  await writeFile(
    FILE,
    [...lines.slice(0, head), ...aligned([HEAD, ...sorted]), ...lines.slice(end)].join("\n"),
  );
}

/** As the formatter wants a table. */
function aligned(lines: readonly string[]): string[] {
  const rows = lines.map((text) =>
    text
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const [head = "", ...rest] = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`,
  );
  return [head, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rest];
}

function squeeze(text: string): string {
  return text.replaceAll(/ +/g, " ").trim();
}
