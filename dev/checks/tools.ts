import { existsSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { runScript } from "../stack/child";
import type { Step } from "../stack/progress";

const REPORTS = "reports";

/** Numbers of tests of one run. */
export type Counts = { passed: number; failed: number };
export type TestRun = Counts & { error: unknown };

/** Runs a program of node_modules/.bin to its end; its output goes to reports/<name>.log. */
export async function runTool(
  name: string,
  tool: string,
  args: string[],
  step: Step,
  env: Record<string, string> = {},
): Promise<string> {
  return runScript({
    name,
    script: realpathSync(`node_modules/.bin/${tool}`),
    args,
    // A log is for any reader; colours are for terminals.
    env: { ...currentEnvironment(), NO_COLOR: "1", ...env },
    logDir: REPORTS,
    onLine: step.detail,
    tailLines: 150,
    freshLog: true,
  });
}

/** Runs vitest projects and counts; a failure that is no test's (a file that does not load) counts as one. */
export async function runVitest(
  name: string,
  projects: string[],
  step: Step,
  env: Record<string, string> = {},
): Promise<TestRun> {
  const report = `${REPORTS}/${name}.json`;
  rmSync(report, { force: true });
  const args = ["run", ...projects.flatMap((project) => ["--project", project])];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile=${report}`, "--passWithNoTests"];
  const error = await failureOf(runTool(name, "vitest", [...args, ...reporters], step, env));
  return { ...withFailure(readVitestReport(report), error), error };
}

export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error;
  }
}

/** A run that failed has at least one failure, also when no test could say so. */
export function withFailure(counts: Counts, error: unknown): Counts {
  return error ? { ...counts, failed: Math.max(1, counts.failed) } : counts;
}

function readVitestReport(file: string): Counts {
  if (!existsSync(file)) return { passed: 0, failed: 0 };
  const report = JSON.parse(readFileSync(file, "utf8")) as { numPassedTests: number; numFailedTests: number };
  return { passed: report.numPassedTests, failed: report.numFailedTests };
}

export function currentEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => name !== "FORCE_COLOR");
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
