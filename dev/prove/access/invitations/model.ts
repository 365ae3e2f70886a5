import fc from "fast-check";
import {
  GUESTS,
  KINDS,
  makeInvitationWorld,
  perform,
  readInvitations,
  resetInvitationWorld,
  type State,
  type Step,
  type World,
} from "./world";

const MOST_COMMANDS = 30;

/** What a guest's newest invitation is. One whose time is over is expired, swept or not. */
type Phase = "none" | "pending" | "accepted" | "declined" | "revoked" | "expired" | "bounced";
type Guest = { phase: Phase; member: boolean };
export type Counts = { commands: number; changed: number };

const phaseOf = ({ latest }: State["guests"][number]): Phase => {
  if (!latest) return "none";
  return latest.status === "pending" && latest.lapsed ? "expired" : (latest.status as Phase);
};

const shapeOf = (state: State): Guest[] =>
  state.guests.map((guest) => ({ phase: phaseOf(guest), member: guest.member }));

/** What one step makes of the guests: the state machine of invitations, written a second time. */
function expected(before: Guest[], state: State, { kind, guest }: Step): Guest[] {
  const own = before[guest];
  if (!own) return before;
  const holds = own.member || own.phase === "pending";
  const fits = state.used - (holds ? 1 : 0) < state.limit;
  const become = (change: Partial<Guest>) =>
    before.map((other, at) => (at === guest ? { ...other, ...change } : other));
  const { phase, member } = own;
  switch (kind) {
    case "invite":
      if (member || phase === "pending") return before;
      if (fits) return become({ phase: "pending" });
      return before;
    case "accept":
      if (phase !== "pending" || !(member || fits)) return before;
      return become({ phase: "accepted", member: true });
    case "decline":
      return phase === "pending" ? become({ phase: "declined" }) : before;
    case "revoke":
      return phase === "pending" ? become({ phase: "revoked" }) : before;
    case "resend":
      if (phase === "pending") return before;
      if (!["expired", "bounced"].includes(phase) || member || !fits) return before;
      return become({ phase: "pending" });
    case "lapse":
      return phase === "pending" ? become({ phase: "expired" }) : before;
    case "bounce":
      return phase === "pending" ? become({ phase: "bounced" }) : before;
    case "remove":
      return member ? become({ member: false }) : before;
    case "sweep":
    case "accept_old":
    case "limit":
      return before;
    default:
      return kind satisfies never;
  }
}

/** What holds whatever happened, also of two things at once. */
export function brokenRules(before: State, after: State, guests: World["guests"]): string[] {
  const broken: string[] = [];
  if (after.used > Math.max(after.limit, before.limit, before.used)) {
    broken.push(`seats grew from ${before.used} to ${after.used} of ${after.limit}`);
  }
  after.guests.forEach((guest, at) => {
    if (guest.open > 1) broken.push(`guest ${at} has ${guest.open} open invitations`);
    const { latest } = guest;
    if (latest?.status === "accepted" && latest.accepted_by !== guests[at]?.id) {
      broken.push(`guest ${at}'s invitation was accepted by somebody else`);
    }
    for (const [id, status] of before.guests[at]?.closed ?? []) {
      const now = guest.closed.get(id);
      const isRenewed = now === undefined && (status === "expired" || status === "bounced");
      if (now !== status && !isRenewed && status !== "expired" && status !== "bounced") {
        broken.push(`a ${status} invitation became ${now ?? "open"}`);
      }
    }
  });
  return broken;
}

class Command implements fc.AsyncCommand<object, World> {
  constructor(
    readonly steps: readonly Step[],
    readonly counts: Counts,
    readonly act: typeof perform,
  ) {}
  check = () => true;
  async run(_model: object, world: World): Promise<void> {
    const before = await readInvitations(world);
    await Promise.all(this.steps.map((step) => this.act(world, step)));
    const after = await readInvitations(world);
    this.counts.commands += this.steps.length;
    if (JSON.stringify(shapeOf(before)) !== JSON.stringify(shapeOf(after))) this.counts.changed += 1;
    const broken = brokenRules(before, after, world.guests);
    const [only, second] = this.steps;
    if (only && !second) {
      const wanted = JSON.stringify(expected(shapeOf(before), before, only));
      if (wanted !== JSON.stringify(shapeOf(after))) {
        broken.push(`${JSON.stringify(only)}: wanted ${wanted}, got ${JSON.stringify(shapeOf(after))}`);
      }
    }
    if (broken.length > 0) throw new Error(broken.join("; "));
  }
  toString = () => JSON.stringify(this.steps);
}

const WEIGHTS: Partial<Record<Step["kind"], number>> = { invite: 9, accept: 5, resend: 4, limit: 2 };
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(...KINDS.map((kind) => ({ weight: WEIGHTS[kind] ?? 2, arbitrary: fc.constant(kind) }))),
  guest: fc.nat({ max: GUESTS - 1 }),
  limit: fc.integer({ min: 1, max: 5 }),
});

/** Runs sequences in one workspace of their own; the first broken rule, or null. */
export async function runInvitationModel(options: {
  runs: number;
  seed: number;
  counts: Counts;
  /** Another product than ours, for a control. */
  act?: typeof perform;
}): Promise<string | null> {
  const { runs, seed, counts, act = perform } = options;
  const world = await makeInvitationWorld();
  const commands = fc.commands(
    [
      step.map((one) => new Command([one], counts, act)),
      step.map((one) => new Command([one], counts, act)),
      fc.tuple(step, step).map((both) => new Command(both, counts, act)),
    ],
    { maxCommands: MOST_COMMANDS, size: "max" },
  );
  const property = fc.asyncProperty(commands, async (sequence) => {
    await resetInvitationWorld(world);
    await fc.asyncModelRun(() => ({ model: {}, real: world }), sequence);
  });
  const details = await fc.check(property, { numRuns: runs, seed, endOnFailure: true });
  if (!details.failed) return null;
  const cause = details.errorInstance instanceof Error ? details.errorInstance.message : "failed";
  return `${cause} (seed ${details.seed}, path ${details.counterexamplePath}): ${String(details.counterexample?.[0])}`;
}
