import { systemPool } from "@/lib/infra/database/pools";
import { hashToken } from "@/lib/infra/tokens";
import { type AccessReport, emptyReport, judge } from "../report";
import type { AccessStage } from "../stage";
import { type Consumer, isRefusal } from "./consumers/consumer";
import { DOORS } from "./consumers/doors";
import { MAILED_LINKS } from "./consumers/mailed-links";
import { SIGN_IN_FLOWS } from "./consumers/sign-in-flows";
import { AUTH_KINDS, isGuests, KINDS, mint, type Secret } from "./kinds";
import { forgetLimits, makeWorld, type World } from "./world";

const CONSUMERS: readonly Consumer[] = [...MAILED_LINKS, ...SIGN_IN_FLOWS, ...DOORS];

/**
 * Each kind of secret at each place that takes one, through the product's own routes: taken where it belongs, by nobody
 * else, and still good where it belongs after everybody refused it.
 */
export async function proveCrossings({ quick }: AccessStage, report: AccessReport): Promise<void> {
  const world = await makeWorld();
  try {
    const secrets: Secret[] = [];
    for (const kind of KINDS) secrets.push(await mint(world, kind, world.person));
    for (const [turn, consumer] of CONSUMERS.entries()) {
      // A third of the table, the next one at the next place.
      const some = quick ? secrets.filter((_, position) => position % 3 === turn % 3) : secrets;
      await present(report, world, consumer, some);
    }
    await expectUntouched(report, secrets);
    report.controls["a place that asks for no kind"] = await plantHashAlone(world, secrets);
    for (const consumer of CONSUMERS) await presentAnothers(report, world, consumer);
    await presentWhereItBelongs(report, world, secrets);
  } finally {
    await world.forger.stop();
  }
  report.figures["tokens: kinds and places that take one"] = `${KINDS.length}, ${CONSUMERS.length}`;
}

async function present(
  report: AccessReport,
  world: World,
  consumer: Consumer,
  secrets: readonly Secret[],
): Promise<void> {
  for (const [position, secret] of secrets.entries()) {
    if (consumer.own.includes(secret.kind)) continue;
    if (position % 4 === 0) await forgetLimits();
    const answer = await consumer.present(secret, world, world.person);
    const what = `${secret.kind} was taken by ${consumer.name}: ${answer.status}`;
    judge(report, "forged_accepted", await isRefusal(answer), what);
  }
}

/** A refusal uses nothing up. */
async function expectUntouched(report: AccessReport, secrets: readonly Secret[]): Promise<void> {
  const { rows } = await systemPool().query<{ kind: string }>(
    `select kind from platform.auth_tokens where token_hash = any($1) and (used_at is not null or attempts > 0)
     union all select purpose from platform.passkey_challenges where token_hash = any($1) and used_at is not null`,
    [secrets.map(({ text }) => hashToken(text))],
  );
  const kinds = rows.map(({ kind }) => kind).join(", ");
  judge(report, "violations", rows.length === 0, `used up by a refusal: ${kinds}`);
}

/** Known-bad: it looks a secret up by its hash and asks for nothing else. */
async function plantHashAlone(world: World, secrets: readonly Secret[]): Promise<boolean> {
  const scratch = emptyReport();
  const naive: Consumer = {
    name: "a careless place",
    own: ["unlock"],
    present: async ({ text }) => {
      const hash = [hashToken(text)];
      const found = await systemPool().query(
        "select 1 from platform.auth_tokens where token_hash = $1",
        hash,
      );
      return new Response(null, { status: found.rowCount === 1 ? 200 : 404 });
    },
  };
  await present(scratch, world, naive, secrets);
  return scratch.forged_accepted === AUTH_KINDS.length - 1;
}

/** A secret of the right kind that somebody else holds. */
async function presentAnothers(report: AccessReport, world: World, consumer: Consumer): Promise<void> {
  if (!consumer.isPersonal) return;
  await forgetLimits();
  for (const kind of consumer.own) {
    const secret = await mint(world, kind, world.other);
    const stolen = isGuests(kind) ? { ...secret, companion: "" } : secret;
    const answer = await consumer.present(stolen, world, world.person);
    const what = `another person's ${kind} was taken by ${consumer.name}: ${answer.status}`;
    judge(report, "forged_accepted", await isRefusal(answer), what);
  }
}

/** Otherwise a refusal says nothing: the first place of each kind gets the secret that all the others refused. */
async function presentWhereItBelongs(
  report: AccessReport,
  world: World,
  secrets: readonly Secret[],
): Promise<void> {
  const untouched = new Map(secrets.map((secret) => [secret.kind, secret]));
  let taken = 0;
  for (const consumer of CONSUMERS) {
    await forgetLimits();
    if (consumer.takes) {
      const answer = await consumer.takes(world);
      if (answer.ok) taken += 1;
      judge(report, "violations", answer.ok, `${consumer.name} refused its own: ${answer.status}`);
      continue;
    }
    for (const kind of consumer.own) {
      const secret = untouched.get(kind) ?? (await mint(world, kind, world.person));
      untouched.delete(kind);
      const answer = await consumer.present(secret, world, world.person);
      const isTaken = !(await isRefusal(answer)) && answer.status < 500;
      if (isTaken) taken += 1;
      judge(report, "violations", isTaken, `${kind} was refused by ${consumer.name}: ${answer.status}`);
    }
  }
  report.figures["tokens: taken where they belong"] = taken;
}
