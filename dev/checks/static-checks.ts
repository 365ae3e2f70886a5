import type { Progress } from "../stack/progress";
import { type Counts, runTool, runVitest } from "./tools";

export type Failure = { step: string; error: unknown };
export type CheckResult = Counts & { failures: Failure[] };

/** Format, lint, types, layers and unit tests, unused code: everything that needs no database and no browser. */
export async function runStaticChecks(progress: Progress): Promise<CheckResult> {
  const failures: Failure[] = [];
  const counts: Counts = { passed: 0, failed: 0 };
  const tool = (label: string, name: string, program: string, args: string[]) =>
    progress
      .step(label, async (step) => {
        await runTool(name, program, args, step);
        return undefined;
      })
      .catch((error: unknown) => {
        failures.push({ step: label, error });
        counts.failed += 1;
      });
  const unit = async () => {
    await progress
      .step("Layers and units", async (step) => {
        const { passed, failed, error } = await runVitest("unit", ["unit", "components"], step);
        counts.passed += passed;
        counts.failed += failed;
        if (error) throw error;
        return `${passed} tests`;
      })
      .catch((error: unknown) => failures.push({ step: "Layers and units", error }));
  };
  // The compiler and the tests each fill one core; the two small ones fit beside them.
  await Promise.all([
    tool("Types", "types", "tsc", ["-p", "."]).then(() => tool("Unused code", "unused", "knip", [])),
    tool("Format and lint", "lint", "biome", ["check", "."]).then(unit),
  ]);
  return { ...counts, failures };
}

/** Prints what went wrong, each failure with the end of its output. */
export function printFailures(failures: Failure[]): void {
  for (const { step, error } of failures) {
    console.log(`\n──── ${step} ────\n${error instanceof Error ? error.message : String(error)}`);
  }
}
