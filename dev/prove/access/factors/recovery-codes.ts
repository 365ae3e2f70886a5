import { POST as recoveryRoute } from "@/app/api/auth-flows/sign-in/recovery-code/route";
import { POST as renewRoute } from "@/app/api/v1/me/recovery-codes/route";
import { DELETE as removeRoute } from "@/app/api/v1/me/totp/route";
import { systemPool } from "@/lib/infra/database/pools";
import { TwoStepPerson } from "@/lib/testing/two-step-person";
import { type AccessReport, judge } from "../report";

/** a recovery code signs in once, and never after its set or the factor is gone. */
export async function proveRecoveryCodes(report: AccessReport, atOnce = 50): Promise<void> {
  const [person, other] = [await TwoStepPerson.make(), await TwoStepPerson.make()];
  const browser = await person.firstStep();
  await person.connectApp(browser);
  await other.connectApp(await other.firstStep());
  const give = async (code = "") => {
    await systemPool().query("delete from platform.factor_attempts where user_id = $1", [person.user.id]);
    return (await (await person.firstStep()).call(recoveryRoute, { body: { code } })).status;
  };
  const refuse = async (code: string | undefined, what: string) => {
    const status = await give(code);
    judge(report, "replays_accepted", status !== 200, `${what} answered ${status}`);
  };
  const [first, second, third, fourth] = person.codes;
  judge(report, "violations", (await give(first)) === 200, "a fresh recovery code is refused");
  await refuse(first, "a used recovery code");
  await refuse(first?.toUpperCase().replaceAll("-", ""), "a used recovery code, typed otherwise");
  await refuse(other.codes[0], "another person's recovery code");
  await refuse(second?.slice(0, -1), "a shortened recovery code");

  await systemPool().query("delete from platform.factor_attempts where user_id = $1", [person.user.id]);
  const browsers = await Promise.all(Array.from({ length: atOnce }, () => person.firstStep()));
  const answers = await Promise.all(
    browsers.map((one) => one.call(recoveryRoute, { body: { code: third } })),
  );
  const opened = answers.filter(({ status }) => status === 200).length;
  report.attempts += answers.length;
  judge(report, "replays_accepted", opened === 1, `${atOnce} at once: ${opened} sessions of one code`);
  report.figures[`sessions of one recovery code given ${atOnce} times at once`] = opened;

  const renewed = await browser.call(renewRoute);
  const { recovery_codes: fresh } = (await renewed.json()) as { recovery_codes: string[] };
  await refuse(fourth, "a code of the set before");
  judge(report, "violations", (await give(fresh[0])) === 200, "a code of the new set is refused");
  report.controls["recovery codes: marked without asking"] = await controlTwice(person, atOnce);

  const open = await person.firstStep();
  judge(report, "violations", (await browser.call(removeRoute)).status === 204, "removal is refused");
  const late = await open.call(recoveryRoute, { body: { code: fresh[1] } });
  judge(report, "replays_accepted", late.status !== 200, "a code works after its factor is gone");
  const again = await person.firstStep();
  await person.connectApp(again);
  await refuse(fresh[2], "a code of before the factor was removed");
}

async function controlTwice(person: TwoStepPerson, atOnce: number): Promise<boolean> {
  const naive = async () => {
    const { rowCount } = await systemPool().query(
      `select 1 from platform.recovery_codes where id = (select min(id::text)::uuid from platform.recovery_codes
        where user_id = $1) and used_at is null`,
      [person.user.id],
    );
    await systemPool().query(
      `update platform.recovery_codes set used_at = now() where id = (select min(id::text)::uuid
        from platform.recovery_codes where user_id = $1)`,
      [person.user.id],
    );
    return rowCount === 1;
  };
  await systemPool().query("update platform.recovery_codes set used_at = null where user_id = $1", [
    person.user.id,
  ]);
  const taken = await Promise.all(Array.from({ length: atOnce }, naive));
  return taken.filter(Boolean).length > 1;
}
