import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { replaceBlock } from "../replace-block";
import { type AccessReport, emptyReport, isClean, SUMS } from "./report";

const FILE = "reports/access.json";
export type PartReport = AccessReport & { seconds: number };
export type AccessRun = { seed: number; quick: boolean; parts: Record<string, PartReport> };

/** Every part's figures for machines, and with `docs` for readers, so that nobody types one. */
export function writeReport(run: AccessRun, options: { docs: boolean; whole: readonly string[] }): void {
  mkdirSync("reports", { recursive: true });
  const total = totalOf(run);
  writeFileSync(
    FILE,
    `${JSON.stringify({ suite: "access", passed: isClean(total), ...run, total }, null, 2)}\n`,
  );
  if (!options.docs) return;
  write("docs/security.md", table(run, options.whole));
  write("README.md", sentence(run, options.whole));
}

/** The parts of the last run that this one left out; none of a run of the other size. */
export function earlierParts(quick: boolean): AccessRun["parts"] {
  try {
    const earlier = JSON.parse(readFileSync(FILE, "utf8")) as AccessRun;
    return earlier.quick === quick ? earlier.parts : {};
  } catch {
    return {};
  }
}

export function totalOf({ parts }: Pick<AccessRun, "parts">): AccessReport {
  const total = emptyReport();
  for (const [name, part] of Object.entries(parts)) {
    for (const sum of SUMS) total[sum] += part[sum];
    total.findings.push(...part.findings);
    for (const [control, isCaught] of Object.entries(part.controls)) {
      total.controls[`${name}: ${control}`] = isCaught;
    }
  }
  return total;
}

function write(file: string, text: string): void {
  writeFileSync(file, replaceBlock(readFileSync(file, "utf8"), "access", text));
}

const count = (value: number) => value.toLocaleString("en-GB");
const caught = ({ controls }: AccessReport) => {
  const all = Object.values(controls);
  return `${all.filter(Boolean).length} of ${all.length}`;
};
const found = (report: AccessReport) =>
  SUMS.reduce((sum, name) => (name === "attempts" ? sum : sum + report[name]), 0);

/** What kind of run it was; a part that was not run is named. */
function kind({ quick, parts }: AccessRun, whole: readonly string[]): string {
  const missing = whole.filter((name) => !Object.hasOwn(parts, name));
  return `${quick ? "Quick" : "Full"} run${missing.length > 0 ? ` without ${missing.join(", ")}` : ""}`;
}

function table(run: AccessRun, whole: readonly string[]): string {
  const total = totalOf(run);
  const line = (name: string, report: AccessReport) => [
    name,
    count(report.attempts),
    count(found(report)),
    caught(report),
  ];
  const rows = [
    ["Part", "Attempts", "Found", "Controls caught"],
    ...Object.entries(run.parts).map(([name, part]) => line(`\`${name}\``, part)),
    line("all", total),
  ];
  // As the formatter wants it: no wider than the widest cell.
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)));
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  const figures = Object.entries(run.parts)
    .filter(([, { figures: own }]) => Object.keys(own).length > 0)
    .map(([name, { figures: own }]) => {
      const list = Object.entries(own).map(
        ([what, value]) => `${what}: ${typeof value === "number" ? count(value) : value}`,
      );
      return `- \`${name}\`: ${list.join("; ")}.`;
    });
  return [
    `${kind(run, whole)}; seed ${run.seed}: ${isClean(total) ? "passed" : "failed"}.`,
    "",
    row(head),
    row(widths.map((width) => "-".repeat(width))),
    ...body.map(row),
    "",
    ...figures,
  ].join("\n");
}

function sentence(run: AccessRun, whole: readonly string[]): string {
  const total = totalOf(run);
  const { length } = Object.keys(run.parts);
  return (
    `${kind(run, whole)} of \`npm run prove:access\`: ${count(total.attempts)} attempts in ${length} parts, ` +
    `${count(found(total))} let through, ${caught(total)} known-bad controls caught. Part by part: ` +
    "[docs/security.md](docs/security.md#figures-of-the-access-proof)."
  );
}
