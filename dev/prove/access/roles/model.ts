import fc from "fast-check";
import { ROLE_PERMISSION_KEYS } from "@/lib/access/permissions";
import { brokenRules } from "./invariants";
import { perform, type Step, type Verbs } from "./verbs";
import { makeWorld, readState, resetWorld, type State, type World } from "./world";

/** Longest sequence of one run. */
const MOST_COMMANDS = 40;

const index = fc.nat({ max: 11 });
// Mostly what people can hand on, so that most roles come into being; now and then what no role may hold.
const permission = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom<string>(...ROLE_PERMISSION_KEYS) },
  {
    weight: 14,
    arbitrary: fc.constantFrom("agents:read", "usage:read", "members:read", "members:update", "roles:manage"),
  },
  { weight: 1, arbitrary: fc.constantFrom("platform:tenants", "billing:manage") },
);
const keys = (maxLength: number, minLength = 0) => fc.uniqueArray(permission, { minLength, maxLength });
// Weighted so that runs reach deep states: roles that exist, are held, and are held by several.
const KINDS: { weight: number; value: Step["kind"] }[] = [
  { weight: 5, value: "create" },
  { weight: 4, value: "edit" },
  { weight: 2, value: "delete" },
  { weight: 6, value: "assign" },
  { weight: 3, value: "replace" },
  { weight: 1, value: "suspend" },
  { weight: 2, value: "reactivate" },
  { weight: 1, value: "remove" },
  { weight: 1, value: "leave" },
  { weight: 2, value: "invite" },
  { weight: 2, value: "accept" },
  { weight: 2, value: "program" },
  { weight: 2, value: "group" },
  { weight: 3, value: "team role" },
  { weight: 1, value: "team take" },
  { weight: 3, value: "team join" },
  { weight: 1, value: "team out" },
  { weight: 2, value: "team move" },
  { weight: 1, value: "hand over" },
  { weight: 1, value: "depart" },
  { weight: 2, value: "request" },
  { weight: 1, value: "elapse" },
];

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(...KINDS.map(({ weight, value }) => ({ weight, arbitrary: fc.constant(value) }))),
  actor: fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 2 }) }, { weight: 2, arbitrary: index }),
  target: index,
  role: index,
  other: index,
  allow: keys(5, 1),
  deny: keys(2),
  rank: fc.nat({ max: 99 }),
  ends: fc.boolean(),
  scopes: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: keys(12) }),
});

export type Counts = { commands: number; changed: number };

/** One command, or two at once: after it every rule must hold. */
class Command implements fc.AsyncCommand<object, World> {
  constructor(
    readonly steps: readonly Step[],
    readonly verbs: Verbs,
    readonly counts: Counts,
  ) {}
  check = () => true;
  async run(_model: object, world: World): Promise<void> {
    const before = await readState(world);
    await Promise.all(this.steps.map((one) => perform(world, one, this.verbs)));
    const after = await readState(world);
    this.counts.commands += this.steps.length;
    if (shapeOf(before) !== shapeOf(after)) this.counts.changed += 1;
    const broken = brokenRules(world, this.steps, before, after);
    if (broken.length > 0) throw new Error(broken.join("; "));
  }
  toString = () => JSON.stringify(this.steps);
}

function shapeOf({ bindings, status, roles, uses, owners }: State): string {
  return JSON.stringify([[...bindings], [...status], [...roles], [...uses], [...owners]]);
}

/** Runs sequences of commands in one workspace of their own; the first broken rule, shrunk, or null. */
export async function runModel(options: {
  runs: number;
  seed: number;
  verbs: Verbs;
  counts: Counts;
  shrink: boolean;
}): Promise<string | null> {
  const { runs, seed, verbs, counts, shrink } = options;
  const world = await makeWorld();
  const commands = fc.commands(
    [
      step.map((one) => new Command([one], verbs, counts)),
      step.map((one) => new Command([one], verbs, counts)),
      step.map((one) => new Command([one], verbs, counts)),
      fc.tuple(step, step).map((both) => new Command(both, verbs, counts)),
    ],
    { maxCommands: MOST_COMMANDS, size: "max" },
  );
  const property = fc.asyncProperty(commands, async (sequence) => {
    await resetWorld(world);
    await fc.asyncModelRun(() => ({ model: {}, real: world }), sequence);
  });
  const details = await fc.check(property, { numRuns: runs, seed, endOnFailure: !shrink });
  if (!details.failed) return null;
  const cause = details.errorInstance instanceof Error ? details.errorInstance.message : "failed";
  return `${cause} (seed ${details.seed}, path ${details.counterexamplePath}): ${String(details.counterexample?.[0])}`;
}
