const LEVELS: Record<number, string> = { 40: "warning: ", 50: "error: ", 60: "fatal: " };

type LogRecord = { level: number; msg: string; err?: { message?: string }; error?: { message?: string } };

/** A structured log line as a sentence for the terminal; the log file keeps the whole record. */
export function formatLine(line: string): string {
  const record = parse(line);
  if (!record) return line;
  const cause = record.err?.message ?? record.error?.message;
  return `${LEVELS[record.level] ?? ""}${record.msg}${cause ? ` (${cause})` : ""}`;
}

function parse(line: string): LogRecord | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const record = JSON.parse(line) as Partial<LogRecord>;
    return typeof record.msg === "string" ? { level: 30, ...record, msg: record.msg } : undefined;
  } catch {
    return undefined;
  }
}
