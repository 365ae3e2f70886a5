import { mkdir, readFile, writeFile } from "node:fs/promises";
import { combine, type Facts } from "./facts";

const REPORT = "reports/security.json";
const DOCS = "docs/security.md";
const BEGIN = "<!-- isolation figures: begin (written by npm run prove:isolation -- --write-docs) -->";
const END = "<!-- isolation figures: end -->";
const CAUGHT = 0.95;

type Run = { seed: number; quick: boolean; parts: readonly string[] };
export type Summary = { passed: boolean; line: Record<string, unknown> };

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
    gaps: facts.gaps?.length ?? 0,
    routes: facts.routes ?? 0,
    pages: facts.pages ?? 0,
    principals: facts.principals ?? 0,
    limited: facts.limited ?? 0,
    middleware_off: facts.bare_attempts ?? 0,
    cache_requests: facts.cache_requests ?? 0,
    job_swaps: facts.job_swaps ?? 0,
    erased_tenants: facts.erased_tenants ?? 0,
    ...run,
  };
  const bad = line.leaks + line.server_errors + line.offenders + line.pool_leaks + line.gaps;
  const caught = line.mutations === 0 || line.mutations_caught / line.mutations >= CAUGHT;
  return { passed: bad === 0 && caught && line.control_leaks > 0, line };
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
  const report = { ...summary.line, passed: summary.passed, at: new Date().toISOString(), details };
  await writeFile(REPORT, `${JSON.stringify(report, null, 2)}\n`);
  if (!options.docs) return;
  const text = await readFile(DOCS, "utf8");
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${DOCS} lacks the marked block`);
  await writeFile(DOCS, `${before}${BEGIN}\n\n${block(summary, facts)}\n\n${END}${after}`);
}

function block({ line, passed }: Summary, facts: Facts): string {
  const n = (value: unknown) => Number(value ?? 0).toLocaleString("en-US");
  const all: [string, string][] = [
    [
      "Cross-tenant attempts",
      `${n(line.attempts)} by ${n(line.principals)} kinds of caller over ${n(line.routes)} routes and ${n(line.pages)} pages`,
    ],
    ["Leaks, server errors", `${n(line.leaks)}, ${n(line.server_errors)}`],
    ["Answered by a limit (not counted)", n(line.limited)],
    ["The same without middleware", `${n(line.middleware_off)} attempts`],
    ["Tables of tenant B digested before and after", n(line.tables_checked)],
    ["Columns that carried its canary", n(facts.canary_columns)],
    ["Catalogue checks, each with a planted offender", `${n(facts.checks)}; offenders: ${n(line.offenders)}`],
    [
      "Guards, policies and keys taken away one at a time",
      `${n(line.mutations)}, of which ${n(line.mutations_caught)} noticed`,
    ],
    ["SQL statements as another tenant", n(line.sql_statements)],
    [
      "Pooled requests",
      `${n(line.pool_requests)}, of which ${n(facts.pool_pooled)} through a transaction pooler; leaks: ${n(line.pool_leaks)}`,
    ],
    ["Cache requests", n(line.cache_requests)],
    ["Jobs with a swapped tenant, all refused", `${n(line.job_swaps)} over ${n(facts.job_types)} kinds`],
    ["Tenants erased and searched for", n(line.erased_tenants)],
    ["Leaks that the known-bad controls showed", n(line.control_leaks)],
  ];
  // A part that did not run has no figure to show.
  const rows = all.filter(([, value]) => !/^0( |$)/.test(value) || value.startsWith("0, 0"));
  const width = Math.max(...rows.map(([name]) => name.length));
  const second = Math.max(...rows.map(([, value]) => value.length));
  const table = [
    ["What", "Figure"] as [string, string],
    ["-".repeat(width), "-".repeat(second)] as [string, string],
    ...rows,
  ]
    .map(([name, value]) => `| ${name.padEnd(width)} | ${value.padEnd(second)} |`)
    .join("\n");
  const survivors = facts.survivors ?? [];
  const list =
    survivors.length > 0 ? `\n\nNot noticed:\n\n${survivors.map((name) => `- ${name}`).join("\n")}` : "";
  const when = `${new Date().toISOString().slice(0, 10)}, ${line.quick ? "quick" : "full"} run, parts ${String(line.parts).replaceAll(",", ", ")}, seed ${line.seed}: ${passed ? "passed" : "failed"}.`;
  return `${when}\n\n${table}${list}`;
}
