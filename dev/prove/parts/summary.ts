import { mkdir, readFile, writeFile } from "node:fs/promises";
import { reasonFor } from "../mutations/equivalent";
import { replaceBlock } from "../replace-block";
import { combine, type Facts } from "./facts";

const REPORT = "reports/security.json";
const DOCS = "docs/security.md";
const CAUGHT = 0.95;

type Run = { seed: number; quick: boolean; parts: readonly string[] };
export type Summary = {
  passed: boolean;
  /** The suite's last line. */
  line: Record<string, string | number>;
  /** What else reports/security.json tells of the run. */
  run: Run & { passed: boolean; gaps: number; seconds: number };
};

/** The suite's last line and whether it passed. */
export function summarise(facts: Facts, run: Run): Summary {
  const controls = Object.values(facts.controls ?? {});
  const blind = controls.length === 0 || controls.some((count) => count === 0);
  const line = {
    suite: "isolation",
    attempts: facts.attempts ?? 0,
    leaks: facts.leaks ?? 0,
    server_errors: facts.server_errors ?? 0,
    tables_checked: facts.tables_checked ?? 0,
    offenders: facts.offenders ?? 0,
    mutations: facts.mutations ?? 0,
    mutations_caught: facts.mutations_caught ?? 0,
    sql_statements: facts.sql_statements ?? 0,
    pool_requests: facts.pool_requests ?? 0,
    pool_leaks: facts.pool_leaks ?? 0,
    // A control that found nothing makes its part worthless: then nothing was proved.
    control_leaks: blind ? 0 : controls.reduce((sum, count) => sum + count, 0),
  };
  const gaps = facts.gaps?.length ?? 0;
  const bad = line.leaks + line.server_errors + line.offenders + line.pool_leaks + gaps;
  const caught = line.mutations === 0 || line.mutations_caught / line.mutations >= CAUGHT;
  const passed = bad === 0 && caught && line.control_leaks > 0;
  return { passed, line, run: { ...run, passed, gaps, seconds: Math.round(facts.seconds ?? 0) } };
}

/** What parts of an earlier run measured, for a run that repeats the others (`--merge`). */
export async function earlierParts(): Promise<Record<string, Facts>> {
  const text = await readFile(REPORT, "utf8").catch(() => "{}");
  return (JSON.parse(text) as { details?: Record<string, Facts> }).details ?? {};
}

/** Writes reports/security.json, and the figures' block of docs/security.md when asked to. */
export async function writeReport(
  summary: Summary,
  details: Record<string, Facts>,
  options: { docs: boolean },
): Promise<void> {
  const facts = combine(Object.values(details));
  await mkdir("reports", { recursive: true });
  const report = { ...summary.line, ...summary.run, at: new Date().toISOString(), details };
  await writeFile(REPORT, `${JSON.stringify(report, null, 2)}\n`);
  if (!options.docs) return;
  const text = await readFile(DOCS, "utf8");
  await writeFile(DOCS, replaceBlock(text, "isolation", block(summary, facts)));
}

function block({ line, run }: Summary, facts: Facts): string {
  const rows = figures(line, facts);
  const width = Math.max(...rows.map(([name]) => name.length));
  const second = Math.max(...rows.map(([, value]) => value.length));
  const table = [["What", "Figure"], ["-".repeat(width), "-".repeat(second)], ...rows]
    .map(([name = "", value = ""]) => `| ${name.padEnd(width)} | ${value.padEnd(second)} |`)
    .join("\n");
  const survivors = facts.survivors ?? [];
  const list =
    survivors.length > 0
      ? `\n\nNot noticed, and why:\n\n${survivors.map((name) => `- \`${name}\`: ${reasonFor(name)}`).join("\n")}`
      : "";
  const minutes = Math.max(1, Math.round(run.seconds / 60));
  const kind = `${run.quick ? "Quick" : "Full"} run`;
  const which = `${kind} of ${run.parts.join(", ")}; seed ${run.seed}; ${minutes} minutes of work on two cores`;
  return `${which}: ${run.passed ? "passed" : "failed"}.\n\n${table}${list}`;
}

const count = (value: unknown) => Number(value ?? 0).toLocaleString("en-US");

/** The table's rows; a part that did not run has no figure to show. */
function figures(line: Summary["line"], facts: Facts): [string, string][] {
  const n = count;
  const { attempts, far_attempts: far, principals, routes, pages } = facts;
  const share = ((100 * (facts.mutations_caught ?? 0)) / (facts.mutations || 1)).toFixed(1);
  const all: [string, string, unknown][] = [
    [
      "Cross-tenant attempts, each different",
      `${n(attempts)} by ${n(principals)} kinds of caller over ${n(routes)} routes and ${n(pages)} pages`,
      attempts,
    ],
    ["Of these, on a workspace in a second cell", n(far), far],
    ["Leaks, server errors", `${n(line.leaks)}, ${n(line.server_errors)}`, true],
    ["Answered by a limit (not counted)", n(facts.limited), attempts],
    ["The same without middleware", `${n(facts.bare_attempts)} attempts`, facts.bare_attempts],
    ["Tables of tenant B digested before and after, both cells", n(facts.tables_checked), attempts],
    ["Columns that carried its canary", n(facts.canary_columns), attempts],
    [
      "Catalogue checks, each with a planted offender in both cells",
      `${n(facts.checks)}; offenders: ${n(line.offenders)}`,
      facts.checks,
    ],
    [
      "Guards, policies and keys taken away one at a time",
      `${n(line.mutations)}, of which ${n(line.mutations_caught)} noticed (${share} %)`,
      facts.mutations,
    ],
    [
      "SQL statements as another tenant",
      `${n(facts.sql_statements)}, of which ${n(facts.sql_far)} in the second cell`,
      facts.sql_statements,
    ],
    [
      "Statements of sqlsmith as another tenant",
      `${n(facts.smith_statements)} in ${n(facts.smith_minutes)} minutes, of which ${n(facts.smith_refused)} refused`,
      facts.smith_statements,
    ],
    [
      "Pooled requests",
      `${n(line.pool_requests)}, of which ${n(facts.pool_pooled)} through a transaction pooler; leaks: ${n(line.pool_leaks)}`,
      facts.pool_requests,
    ],
    ["Cache requests", n(facts.cache_requests), facts.cache_requests],
    [
      "Jobs with a swapped tenant, all refused",
      `${n(facts.job_swaps)} over ${n(facts.job_types)} kinds`,
      facts.job_swaps,
    ],
    [
      "Workspaces erased and searched for",
      `${n(facts.erased_tenants)}, of which ${n(facts.erased_far)} in the second cell`,
      facts.erased_tenants,
    ],
    ["Leaks that the known-bad controls showed", n(line.control_leaks), true],
  ];
  return all.filter(([, , isMeasured]) => isMeasured).map(([name, value]) => [name, value]);
}
