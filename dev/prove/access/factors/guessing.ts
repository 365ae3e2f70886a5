import { POST as recoveryRoute } from "@/app/api/auth-flows/sign-in/recovery-code/route";
import { POST as totpRoute } from "@/app/api/auth-flows/sign-in/totp/route";
import { systemPool } from "@/lib/infra/database/pools";
import { TwoStepPerson } from "@/lib/testing/two-step-person";
import type { AccessReport } from "../report";
import { judge } from "../report";
import type { AccessStage } from "../stage";

const A_CHALLENGE = 5;
const AN_HOUR = 20;

/** whoever knows the password tries codes, one after the other and 200 at once. */
export async function proveGuessing(stage: AccessStage, report: AccessReport): Promise<void> {
  const guesses = stage.quick ? 300 : 10_000;
  await proveSweep(stage, report, guesses);
  await proveBurst(report);
  await proveOtherCodes(report);
  report.controls["guessing: read first, write later"] = await controlCounts();
}

/** Every code in turn, over as many challenges as it takes: the hour's twenty, and no more. */
async function proveSweep(stage: AccessStage, report: AccessReport, guesses: number): Promise<void> {
  const person = await enrolled();
  let evaluated = 0;
  let most = 0;
  for (let tried = 0; tried < guesses; ) {
    const browser = await person.firstStep();
    let here = 0;
    for (let turn = 0; turn < A_CHALLENGE && tried < guesses; turn += 1, tried += 1) {
      const { status } = await browser.call(totpRoute, { body: { code: wrongCode(person, stage.random) } });
      if (status === 422) here += 1;
      judge(report, "violations", status !== 200, `guess ${tried} signed in`);
    }
    evaluated += here;
    most = Math.max(most, here);
  }
  judge(report, "violations", evaluated <= AN_HOUR, `${evaluated} codes looked at in an hour`);
  judge(report, "violations", most <= A_CHALLENGE, `${most} codes looked at in a challenge`);
  report.figures["codes looked at of a sweep"] = `${evaluated} of ${guesses}`;
  const { status } = await (await person.firstStep()).call(totpRoute, {
    body: { code: await person.freshCode() },
  });
  judge(report, "violations", status === 429, `a right code after the hour's twenty answered ${status}`);
}

async function proveBurst(report: AccessReport): Promise<void> {
  await proveOneChallenge(report, 200);
  const other = await enrolled();
  const browsers = await Promise.all(Array.from({ length: 40 }, () => other.firstStep()));
  const wide = await Promise.all(
    browsers.flatMap((browser) =>
      Array.from({ length: 5 }, () =>
        browser.call(totpRoute, { body: { code: wrongCode(other, Math.random) } }),
      ),
    ),
  );
  const seen = wide.filter(({ status }) => status === 422).length;
  report.attempts += wide.length;
  judge(report, "violations", seen <= AN_HOUR, `200 at once in 40 challenges: ${seen} looked at`);
  report.figures["looked at of 200 at once, 40 challenges"] = seen;
}

/** One challenge looks at five codes, however many come at once. */
export async function proveOneChallenge(report: AccessReport, atOnce: number): Promise<void> {
  const person = await enrolled();
  const one = await person.firstStep();
  const answers = await Promise.all(
    Array.from({ length: atOnce }, () =>
      one.call(totpRoute, { body: { code: wrongCode(person, Math.random) } }),
    ),
  );
  const looked = answers.filter(({ status }) => status === 422).length;
  report.attempts += answers.length;
  judge(
    report,
    "violations",
    looked <= A_CHALLENGE,
    `${atOnce} at once in one challenge: ${looked} looked at`,
  );
  report.figures[`looked at of ${atOnce} at once, one challenge`] = looked;
}

/** Recovery codes share the budget: they are no second purse. */
async function proveOtherCodes(report: AccessReport): Promise<void> {
  const person = await enrolled();
  let evaluated = 0;
  for (let round = 0; round < 8; round += 1) {
    const browser = await person.firstStep();
    for (let turn = 0; turn < A_CHALLENGE; turn += 1) {
      const route = turn % 2 === 0 ? recoveryRoute : totpRoute;
      const code = turn % 2 === 0 ? "0000-0000-0000" : wrongCode(person, Math.random);
      const { status } = await browser.call(route, { body: { code } });
      report.attempts += 1;
      if (status === 422) evaluated += 1;
    }
  }
  judge(report, "violations", evaluated <= AN_HOUR, `mixed codes: ${evaluated} looked at in an hour`);
}

/** The naive way must let more than five through, or this part could not tell. */
export async function controlCounts(): Promise<boolean> {
  const person = await enrolled();
  await person.firstStep();
  const naive = async () => {
    const { rows } = await systemPool().query<{ id: string; attempts: number }>(
      "select id, attempts from platform.auth_tokens where user_id = $1 and kind = 'mfa_challenge'",
      [person.user.id],
    );
    const row = rows[0];
    if (!row || row.attempts >= A_CHALLENGE) return false;
    await systemPool().query("update platform.auth_tokens set attempts = $2 where id = $1", [
      row.id,
      row.attempts + 1,
    ]);
    return true;
  };
  const through = await Promise.all(Array.from({ length: 200 }, naive));
  return through.filter(Boolean).length > A_CHALLENGE;
}

async function enrolled(): Promise<TwoStepPerson> {
  const person = await TwoStepPerson.make();
  await person.connectApp(await person.firstStep());
  return person;
}

/** Six digits that no step near now shows. */
function wrongCode(person: TwoStepPerson, random: () => number): string {
  for (;;) {
    const code = Math.floor(random() * 1_000_000)
      .toString()
      .padStart(6, "0");
    if (person.totp.validate({ token: code, window: 3 }) === null) return code;
  }
}
