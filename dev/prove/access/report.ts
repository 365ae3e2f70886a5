/** What every part adds up; all but the attempts must be 0. */
export const SUMS = [
  "attempts",
  "violations",
  "forged_accepted",
  "replays_accepted",
  "escalations",
  "simulator_mismatches",
] as const;
type Sum = (typeof SUMS)[number];

export type AccessReport = Record<Sum, number> & {
  /** Known-bad variants by name, and whether the part caught them. */
  controls: Record<string, boolean>;
  /** Whatever a reader wants to see beside the sums. */
  figures: Record<string, number | string>;
  findings: string[];
};

export function emptyReport(): AccessReport {
  return {
    attempts: 0,
    violations: 0,
    forged_accepted: 0,
    replays_accepted: 0,
    escalations: 0,
    simulator_mismatches: 0,
    controls: {},
    figures: {},
    findings: [],
  };
}

/** Counts one attempt; when `holds` is false, also one of `sum`, with its description. */
export function judge(
  report: AccessReport,
  sum: Exclude<Sum, "attempts">,
  holds: boolean,
  what: string,
): void {
  report.attempts += 1;
  if (holds) return;
  report[sum] += 1;
  report.findings.push(`${sum}: ${what}`);
}

/** Nothing was found, and everything that was planted was. */
export function isClean(report: AccessReport): boolean {
  return (
    SUMS.every((sum) => sum === "attempts" || report[sum] === 0) &&
    report.attempts > 0 &&
    Object.values(report.controls).every(Boolean)
  );
}
