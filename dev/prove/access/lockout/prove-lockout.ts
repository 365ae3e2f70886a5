import { systemPool } from "@/lib/infra/database/pools";
import { TestBrowser } from "@/lib/testing/test-browser";
import { type AccessReport, judge } from "../report";
import type { AccessStage } from "../stage";
import { naiveGuard } from "./naive-guard";
import { makeVictim, PASSWORD, tryPassword, wait } from "./victim";

const WHOLE_ACCOUNT = 100;
const PER_ADDRESS = 10;
const SPRAY_PER_ADDRESS = 100;

/** what is guessed at one account and over many, and whether the owner still gets in. */
export async function proveLockout(stage: AccessStage, report: AccessReport): Promise<void> {
  const guesses = stage.quick ? 500 : 5_000;
  for (const addresses of [1, 50, 500]) {
    for (const parallel of [1, 100]) await attack(report, { guesses, addresses, parallel });
  }
  await spray(report, stage.quick ? 200 : 2_000);
  const naive = await naiveGuard(100);
  report.figures["control: looked at by a guard that reads first"] = naive;
  report.controls["a guard that reads first and writes later"] = naive > PER_ADDRESS;
}

type Attack = { guesses: number; addresses: number; parallel: number };

/** Whatever is locked softly is waited out between rounds, as a patient attacker would. */
export async function attack(report: AccessReport, { guesses, addresses, parallel }: Attack): Promise<void> {
  const victim = await makeVictim();
  const browsers = Array.from({ length: addresses }, (_, index) => strangerAt(index));
  const byAddress = new Map<number, number>();
  let looked = 0;
  let inside = 0;
  let longestRun = 0;
  const guess = async (turn: number) => {
    const at = turn % addresses;
    const status = await tryPassword(browsers[at] ?? strangerAt(at), victim.email, `wrong ${turn}`);
    if (status === 401) {
      looked += 1;
      byAddress.set(at, (byAddress.get(at) ?? 0) + 1);
    }
    if (status !== 401 && status !== 429) inside += 1;
  };
  for (let turn = 0; turn < guesses; turn += parallel) {
    await Promise.all(
      Array.from({ length: Math.min(parallel, guesses - turn) }, (_, index) => guess(turn + index)),
    );
    // Ten times in the run a quarter of an hour passes; what one address had until then is its budget.
    if (Math.floor(turn / (guesses / 10)) !== Math.floor((turn + parallel) / (guesses / 10))) {
      longestRun = Math.max(longestRun, ...byAddress.values());
      byAddress.clear();
      await wait(victim.key, 16);
    }
  }
  const name = `${guesses} guesses, ${addresses} addresses, ${parallel} at once`;
  report.figures[`${name}: looked at`] = looked;
  report.attempts += guesses;
  judge(report, "violations", inside === 0, `${name}: ${inside} answers were neither 401 nor 429`);
  judge(report, "violations", looked <= WHOLE_ACCOUNT, `${name}: ${looked} were looked at`);
  judge(report, "violations", looked >= PER_ADDRESS, `${name}: only ${looked} were looked at`);
  judge(
    report,
    "violations",
    longestRun <= PER_ADDRESS,
    `${name}: ${longestRun} of one address in 15 minutes`,
  );
  const { rows } = await systemPool().query<{ total: number }>(
    "select total from platform.sign_in_guards where account_key = $1 and subject = ''",
    [victim.key],
  );
  judge(
    report,
    "violations",
    rows[0]?.total === looked,
    `${name}: counted ${rows[0]?.total}, looked at ${looked}`,
  );
  const status = await tryPassword(victim.known, victim.email, PASSWORD);
  judge(report, "violations", status === 200, `${name}: the owner's own browser was answered ${status}`);
}

/** Three passwords for each of many accounts, from one address and from many. */
async function spray(report: AccessReport, accounts: number): Promise<void> {
  for (const addresses of [1, 50]) {
    await systemPool().query("delete from platform.rate_limits where key like 'sign-in:ip:%'");
    const browsers = Array.from({ length: addresses }, (_, index) => strangerAt(index));
    let looked = 0;
    const startedAt = Date.now();
    for (let turn = 0; turn < accounts * 3; turn += 100) {
      const statuses = await Promise.all(
        Array.from({ length: Math.min(100, accounts * 3 - turn) }, (_, index) => {
          const number = turn + index;
          const email = `spray-${number % accounts}@example.test`;
          return tryPassword(browsers[number % addresses] ?? strangerAt(0), email, `spring ${number}`);
        }),
      );
      looked += statuses.filter((status) => status === 401).length;
    }
    const name = `spray of ${accounts} accounts × 3 from ${addresses} addresses`;
    // The budget of an address grows by one in nine seconds while the run lasts.
    const grown = Math.ceil((Date.now() - startedAt) / 9_000);
    const allowed = addresses * (SPRAY_PER_ADDRESS + grown);
    report.figures[`${name}: looked at`] = looked;
    report.attempts += accounts * 3;
    judge(report, "violations", looked <= allowed, `${name}: ${looked} were looked at`);
  }
}

function strangerAt(index: number): TestBrowser {
  return new TestBrowser(`100.64.${Math.floor(index / 250)}.${1 + (index % 250)}`);
}
