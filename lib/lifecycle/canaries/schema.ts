import * as z from "zod";

/** What one probe tries; each must end as its name says. */
export const PROBE_CHECKS = [
  "own_rows_are_visible",
  "api_hides_the_other",
  "list_hides_the_other",
  "host_refuses_the_other",
  "rows_of_the_other_are_hidden",
  "rows_of_the_other_stay_unchanged",
  "schema_of_the_other_is_closed",
  "database_guards_are_in_place",
] as const;
export type ProbeCheck = (typeof PROBE_CHECKS)[number];

/** Failing: the last probe found something. Stale: none for minutes. Waiting: none yet. */
export const isolationState = z.enum(["passing", "failing", "stale", "waiting"]);
export type IsolationState = z.output<typeof isolationState>;

export const probeDto = z.object({
  at: z.iso.datetime(),
  passed: z.boolean(),
  checks: z.int(),
  duration_ms: z.int(),
  /** Names of the checks that did not hold. */
  failures: z.array(z.string()),
});
export type ProbeDto = z.output<typeof probeDto>;

export const isolationDay = z.object({ date: z.iso.date(), probes: z.int(), failed: z.int() });

export const isolationStatus = z.object({
  state: isolationState,
  last: probeDto.nullable(),
  /** The last 30 days (UTC), oldest first; days without a probe have none. */
  days: z.array(isolationDay),
});
export type IsolationStatus = z.output<typeof isolationStatus>;
