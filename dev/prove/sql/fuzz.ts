import fc from "fast-check";
import pg from "pg";
import { newId } from "@/lib/core/ids";
import { readTables } from "../isolation/canaries/read-tables";
import { contextSwitches, ESCALATIONS } from "./escalations";
import { functionCalls } from "./functions";
import { BREACH, type Outcome, TenantConnection } from "./run-statement";
import { statements } from "./statements";
import { setWitnesses } from "./witnesses";

export type FuzzReport = {
  /** Different statements that ran as tenant A against tenant B's rows. */
  statements: number;
  leaks: number;
  functions: number;
  /** Tries to become another role or to switch the protection off; none may succeed. */
  escalations: number;
  /** What an injected statement could do: it can name another tenant to its own connection. Told, not counted. */
  context_switches: number;
  /** Leaks that the same detectors see when tenant B's own role runs the statements; must be above 0. */
  control_leaks: number;
  findings: string[];
};

export type FuzzOptions = {
  superUrl: string;
  appUrl: string;
  a: { id: string };
  b: { id: string; slug: string; accountId: string };
  foreign: readonly string[];
  canary: string;
  count: number;
  seed: number;
};

/** I-7: what SQL alone can do from a tenant's connection to another tenant's rows. */
export async function fuzzSql(options: FuzzOptions): Promise<FuzzReport> {
  const report: FuzzReport = {
    statements: 0,
    leaks: 0,
    functions: 0,
    escalations: 0,
    context_switches: 0,
    control_leaks: 0,
    findings: [],
  };
  await setWitnesses(options.superUrl, options.b);
  const shapes = await makeShapes(options);
  report.functions = shapes.functions.length;
  const lanes = await Promise.all(
    Array.from({ length: 2 }, () => TenantConnection.open(options.appUrl, options.a.id)),
  );
  try {
    const all = [...shapes.drawn, ...shapes.functions];
    await Promise.all(
      lanes.map(async (lane, index) => {
        for (let at = index; at < all.length; at += lanes.length) {
          const shape = all[at];
          if (shape) await tryShape(lane, shape, options, report);
        }
      }),
    );
    const [first] = lanes;
    if (first) await tryEscalations(first, options, report);
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
  report.control_leaks = await control(shapes.drawn, options);
  return report;
}

type Try = { sql: (id: string) => string; id: string };

async function makeShapes(options: FuzzOptions): Promise<{ drawn: Try[]; functions: Try[] }> {
  const db = new pg.Client({ connectionString: options.superUrl });
  await db.connect();
  try {
    const [ofB, ofA] = await Promise.all([readTables(db, options.b.id), readTables(db, options.a.id)]);
    const own = ofA.filter(({ schema }) => schema.startsWith("t_"));
    const ids = [options.b.id, ...options.foreign];
    const calls = await functionCalls(db, options.a.id, options.b);
    const arbitrary = statements({
      tables: [...ofB, ...own],
      foreign: ids,
      foreignId: options.b.id,
      ownId: options.a.id,
    });
    return {
      drawn: distinct(arbitrary, options.count, options.seed),
      functions: calls.flatMap((sql) => ids.slice(0, 6).map((id) => ({ sql, id }))),
    };
  } finally {
    await db.end();
  }
}

/** Draws until enough statements differ from one another. */
function distinct(arbitrary: fc.Arbitrary<Try>, count: number, seed: number): Try[] {
  const found = new Map<string, Try>();
  for (let round = 0; found.size < count && round < 40; round += 1) {
    for (const next of fc.sample(arbitrary, { numRuns: count, seed: seed + round })) {
      if (found.size < count) found.set(next.sql(next.id), next);
    }
  }
  return [...found.values()];
}

async function tryShape(
  lane: TenantConnection,
  { sql, id }: Try,
  options: FuzzOptions,
  report: FuzzReport,
): Promise<void> {
  const text = sql(id);
  const outcome = await lane.run(text);
  report.statements += 1;
  const reason = reveals(outcome, options) ?? (await tells(lane, { sql, id }, outcome));
  if (!reason) return;
  report.leaks += 1;
  if (report.findings.length < 20) report.findings.push(`sql ${reason}: ${text.slice(0, 300)}`);
}

function reveals(outcome: Outcome, { canary, b }: FuzzOptions): string | null {
  if (outcome.code === BREACH) return "changed a row";
  if (outcome.text.toLowerCase().includes(canary.toLowerCase())) return "read a canary";
  // Only a row's own column has this form; a literal of the statement never gets this name.
  if (outcome.text.includes(`"tenant_id":"${b.id}"`)) return "read a row";
  return null;
}

/** The same statement with an id that exists nowhere must end the same way: else errors tell what exists. */
async function tells(lane: TenantConnection, { sql }: Try, outcome: Outcome): Promise<string | null> {
  if (/statement timeout|lock timeout|deadlock/.test(outcome.text)) return null;
  const twin = await lane.run(sql(newId()));
  if (twin.code === outcome.code && twin.rows === outcome.rows) return null;
  if (/statement timeout|lock timeout|deadlock/.test(twin.text)) return null;
  return `told that an id exists (${outcome.code}/${outcome.rows} against ${twin.code}/${twin.rows})`;
}

async function tryEscalations(
  lane: TenantConnection,
  options: FuzzOptions,
  report: FuzzReport,
): Promise<void> {
  for (const text of ESCALATIONS) {
    const outcome = await lane.run(text);
    report.statements += 1;
    report.escalations += 1;
    if (outcome.code !== "ok") continue;
    report.leaks += 1;
    report.findings.push(`sql escalation succeeded: ${text}`);
  }
  for (const text of contextSwitches(options.b.id)) {
    const outcome = await lane.run(text);
    if (reveals(outcome, options)) report.context_switches += 1;
  }
}

/** The known-bad control: run as tenant B itself, the detectors must see reads and changes of B's rows. */
async function control(drawn: readonly Try[], options: FuzzOptions): Promise<number> {
  const lane = await TenantConnection.open(options.appUrl, options.b.id);
  let found = 0;
  try {
    for (const { sql, id } of drawn.slice(0, 300)) {
      if (reveals(await lane.run(sql(id)), options)) found += 1;
    }
  } finally {
    await lane.close();
  }
  return found;
}
