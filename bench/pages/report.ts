import { readFileSync, writeFileSync } from "node:fs";
import { median, round } from "../measure";
import { ratioOf } from "./cpu";
import type { Weight } from "./scripts";

export type Results = { cpu: ReadonlyMap<string, number[]>; weights: ReadonlyMap<string, Weight> };

/** Prints both tables and, last, one line of JSON; with --write-docs, writes them into docs/performance.md. */
export function reportPages({ cpu, weights }: Results): void {
  const perView = (name: string) => round(median(cpu.get(name) ?? []), 2);
  const toList = round(ratioOf(cpu, { of: "members", to: "bare list" }), 2);
  const toRow = round(ratioOf(cpu, { of: "members", to: "bare row" }), 2);
  const kb = (name: string) => round((weights.get(name)?.bytes ?? Number.NaN) / 1000, 1);
  const shell = weights.get("bare shell")?.bytes ?? Number.NaN;
  const heavier = (name: string) => round((weights.get(name)?.bytes ?? Number.NaN) / shell, 3);
  const rows = [
    row("10", "members page, CPU ms a view", perView("members")),
    row("10", "bare page with one query and as many rows, CPU ms a view", perView("bare list")),
    row("10", "bare page with one query and one row, CPU ms a view", perView("bare row")),
    row("10", "members page / bare page with as many rows", toList, 1.6),
    row("10", "members page / bare page with one row", toRow, 1.6),
    row("11", "bare shell, KB of JavaScript", kb("bare shell")),
    row("11", "sign-in page, KB of JavaScript", kb("sign-in")),
    row("11", "members page, KB of JavaScript", kb("members")),
    row("11", "usage page, KB of JavaScript", kb("usage")),
    row("11", "sign-in page / bare shell", heavier("sign-in"), 1.1),
    row("11", "members page / bare shell", heavier("members"), 1.35),
    row("11", "usage page / bare shell", heavier("usage"), 1.35),
  ];
  const table = [
    row("Bar", "What", "Figure", "Target", "Reached"),
    `| --- | ${"-".repeat(56)} | ------ | ------ | ------- |`,
    ...rows,
  ].join("\n");
  console.log(table);
  if (process.argv.includes("--write-docs")) writeDocs(table);
  console.log(
    JSON.stringify({
      bench: "pages",
      members_cpu_ms: perView("members"),
      bare_list_cpu_ms: perView("bare list"),
      bare_row_cpu_ms: perView("bare row"),
      cpu_ratio: toList,
      cpu_ratio_to_one_row: toRow,
      target_cpu_ratio: 1.6,
      shell_js_bytes: shell,
      sign_in_js_ratio: heavier("sign-in"),
      target_sign_in_js_ratio: 1.1,
      members_js_ratio: heavier("members"),
      usage_js_ratio: heavier("usage"),
      target_page_js_ratio: 1.35,
    }),
  );
}

function row(
  bar: string,
  what: string,
  figure: number | string,
  target?: number | string,
  head?: string,
): string {
  const limit = typeof target === "number" ? `≤ ${target}` : (target ?? "");
  const reached =
    head ??
    (typeof target === "number" && typeof figure === "number" ? (figure <= target ? "yes" : "no") : "");
  return `| ${bar.padEnd(3)} | ${what.padEnd(56)} | ${String(figure).padEnd(6)} | ${limit.padEnd(6)} | ${reached.padEnd(7)} |`;
}

function writeDocs(table: string): void {
  const file = "docs/performance.md";
  const text = readFileSync(file, "utf8");
  const block = /(<!-- page figures: begin[^\n]*-->\n)[\s\S]*?(\n<!-- page figures: end -->)/;
  if (!block.test(text)) throw new Error(`${file} has no place for the figures`);
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(
    file,
    text.replace(
      block,
      (_match, begin: string, end: string) => `${begin}\n${date}, medians of one run.\n\n${table}\n${end}`,
    ),
  );
}
