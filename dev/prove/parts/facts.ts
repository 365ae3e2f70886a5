/** What the parts measured, by name; the summary is made of it. */
export type Facts = {
  /** How long the part took. */
  seconds?: number;
  attempts?: number;
  /** Of these, on a tenant in the second cell. */
  far_attempts?: number;
  leaks?: number;
  server_errors?: number;
  limited?: number;
  routes?: number;
  pages?: number;
  principals?: number;
  slots?: Record<string, number>;
  tables_checked?: number;
  canary_columns?: number;
  offenders?: number;
  checks?: number;
  plants?: number;
  mutations?: number;
  mutations_caught?: number;
  survivors?: string[];
  sql_statements?: number;
  /** Of these, in the second cell. */
  sql_far?: number;
  sql_functions?: number;
  smith_statements?: number;
  smith_refused?: number;
  smith_minutes?: number;
  context_switches?: number;
  pool_requests?: number;
  pool_pooled?: number;
  pool_leaks?: number;
  bare_attempts?: number;
  cache_requests?: number;
  job_types?: number;
  job_swaps?: number;
  erased_tenants?: number;
  /** Of these, in the second cell. */
  erased_far?: number;
  /** Known-bad controls by part: each must be above 0. */
  controls?: Record<string, number>;
  /** What no part looked at: fails the suite. */
  gaps?: string[];
  findings?: string[];
};

/** Adds to a figure that several parts share. */
export function add(
  facts: Facts,
  name: "leaks" | "server_errors" | "mutations" | "mutations_caught",
  count: number,
): void {
  facts[name] = (facts[name] ?? 0) + count;
}

export function tell(facts: Facts, findings: readonly string[]): void {
  facts.findings = [...(facts.findings ?? []), ...findings];
}

export function controlled(facts: Facts, part: string, count: number): void {
  facts.controls = { ...facts.controls, [part]: count };
}

const SUMS = ["seconds", "leaks", "server_errors", "mutations", "mutations_caught"] as const;

/** The facts of all parts as one. */
export function combine(parts: readonly Facts[]): Facts {
  const whole: Facts = Object.assign({}, ...parts);
  for (const name of SUMS) whole[name] = parts.reduce((sum, part) => sum + (part[name] ?? 0), 0);
  whole.survivors = parts.flatMap((part) => part.survivors ?? []);
  whole.gaps = parts.flatMap((part) => part.gaps ?? []);
  whole.findings = parts.flatMap((part) => part.findings ?? []);
  whole.controls = Object.assign({}, ...parts.map((part) => part.controls ?? {}));
  return whole;
}
