export type CsvRow = { line: number; cells: string[] };
export type ParsedCsv = { rows: CsvRow[]; fault: "unclosed_quote" | null };

/**
 * Reads CSV as people have it: a byte-order mark, commas, semicolons or tabs (whichever the first line has most of),
 * any line end, quoted cells with doubled quotes and line ends inside. Rows without any text are left out.
 */
export function parseCsv(input: string): ParsedCsv {
  const text = input.replace(/^\uFEFF/, "");
  const delimiter = delimiterOf(text);
  const rows: CsvRow[] = [];
  let row: CsvRow = { line: 1, cells: [] };
  let [cell, isQuoted, wasQuoted, line] = ["", false, false, 1];
  const endCell = () => {
    row.cells.push(wasQuoted ? cell : cell.trim());
    [cell, wasQuoted] = ["", false];
  };
  const endRow = () => {
    endCell();
    if (row.cells.some((value) => value.trim() !== "")) rows.push(row);
    row = { line, cells: [] };
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    const isLineEnd = char === "\n" || (char === "\r" && text.charAt(at + 1) !== "\n");
    if (isLineEnd) line += 1;
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text.charAt(at + 1) === '"') [cell, at] = [`${cell}"`, at + 1];
      else isQuoted = false;
    } else if (char === '"' && cell.trim() === "") [cell, isQuoted, wasQuoted] = ["", true, true];
    else if (char === delimiter) endCell();
    else if (isLineEnd) endRow();
    else if (char !== "\r" && !(wasQuoted && /\s/.test(char))) cell += char;
  }
  endRow();
  return { rows, fault: isQuoted ? "unclosed_quote" : null };
}

function delimiterOf(text: string): string {
  const first = /^[^\r\n]*/.exec(text.trimStart())?.[0] ?? "";
  const bare = first.replace(/"(?:[^"]|"")*"/g, "");
  const count = (char: string) => bare.split(char).length;
  return [";", "\t"].reduce((best, char) => (count(char) > count(best) ? char : best), ",");
}
