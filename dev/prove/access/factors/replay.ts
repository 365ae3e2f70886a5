import { POST as totpRoute } from "@/app/api/auth-flows/sign-in/totp/route";
import { systemPool } from "@/lib/infra/database/pools";
import { TwoStepPerson } from "@/lib/testing/two-step-person";
import { type AccessReport, judge } from "../report";

const STEP_SECONDS = 30;

/** a code of the authenticator app opens one session, ever, and only near its own time. */
export async function proveReplay(report: AccessReport, atOnce = 100): Promise<void> {
  const person = await TwoStepPerson.make();
  await person.connectApp(await person.firstStep());
  const give = async (code: string) =>
    (await (await person.firstStep()).call(totpRoute, { body: { code } })).status;
  const codeAt = (steps: number) =>
    person.totp.generate({ timestamp: Date.now() + steps * STEP_SECONDS * 1000 });
  const refuse = (status: number, what: string) =>
    judge(report, "replays_accepted", status !== 200, `${what} answered ${status}`);

  const code = await person.freshCode();
  judge(report, "violations", (await give(code)) === 200, "a fresh code is refused");
  refuse(await give(code), "the same code again");
  refuse(await give(codeAt(-1)), "the code of the step before");
  await forgetGuesses(person);
  for (const steps of [-3, -2, 2, 3]) {
    await person.freshCode();
    refuse(await give(codeAt(steps)), `a code ${steps} steps off`);
  }
  await forgetGuesses(person);
  await proveAtOnce(report, person, atOnce);
  // The clock ran ahead and was set back: what it accepted then stays used.
  const ahead = Math.floor(Date.now() / 1000 / STEP_SECONDS) + 10;
  await systemPool().query("update platform.totp_factors set last_step = $2 where user_id = $1", [
    person.user.id,
    ahead,
  ]);
  await forgetGuesses(person);
  refuse(await give(codeAt(0)), "a code of before the clock was set back");
  report.controls["replay: compared, then written"] = await controlTwice(person, atOnce);
}

/** As many challenges, one code: a challenge each, so that only the code's own use can stop them. */
async function proveAtOnce(report: AccessReport, person: TwoStepPerson, atOnce: number): Promise<void> {
  const browsers = await Promise.all(Array.from({ length: atOnce }, () => person.firstStep()));
  const code = await person.freshCode();
  await forgetGuesses(person);
  const answers = await Promise.all(browsers.map((browser) => browser.call(totpRoute, { body: { code } })));
  const opened = answers.filter(({ status }) => status === 200).length;
  report.attempts += answers.length;
  judge(report, "replays_accepted", opened === 1, `${atOnce} at once: ${opened} sessions of one code`);
  report.figures[`sessions of one code given ${atOnce} times at once`] = opened;
}

async function controlTwice(person: TwoStepPerson, atOnce: number): Promise<boolean> {
  const naive = async () => {
    const { rows } = await systemPool().query<{ last_step: string }>(
      "select last_step from platform.totp_factors where user_id = $1",
      [person.user.id],
    );
    const isNew = Number(rows[0]?.last_step) < 2_000_000_000;
    await systemPool().query("update platform.totp_factors set last_step = 2000000000 where user_id = $1", [
      person.user.id,
    ]);
    return isNew;
  };
  const taken = await Promise.all(Array.from({ length: atOnce }, naive));
  return taken.filter(Boolean).length > 1;
}

/** This part is about replay: the count of guesses, proved elsewhere, must not be what refuses. */
async function forgetGuesses(person: TwoStepPerson): Promise<void> {
  await systemPool().query("delete from platform.factor_attempts where user_id = $1", [person.user.id]);
}
