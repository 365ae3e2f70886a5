import { GET as getMe } from "@/app/api/v1/me/route";
import { TestBrowser } from "@/lib/testing/test-browser";
import { type AccessReport, judge } from "../report";
import { FIRST_STEPS, type FirstStep } from "./first-steps";
import { type Cast, forgetTrials, makeCast } from "./lattice-cast";
import { forgedChallenge, PASSKEY_ALONE, SECOND_STEPS } from "./second-steps";

/**
 * every first step with every second step, over every path that begins with one, and passkeys alone. Exactly the
 * documented combinations sign in. `every` leaves combinations out: others for each first step.
 */
export async function proveLattice(report: AccessReport, every = 1): Promise<void> {
  const cast = await makeCast();
  let combinations = 0;
  for (const [row, first] of FIRST_STEPS.entries()) {
    await first.prepare?.(cast);
    for (const [column, second] of SECOND_STEPS.entries()) {
      if ((row + column) % every !== 0) continue;
      const expected = first.passes && second.passes;
      const seen = await tryBoth(cast, first, second);
      combinations += 1;
      judge(
        report,
        "violations",
        seen === expected,
        `${first.name} + ${second.name}: ${seen ? "signed in" : "refused"}`,
      );
    }
  }
  for (const alone of PASSKEY_ALONE) {
    await forgetTrials(cast);
    const browser = new TestBrowser();
    await alone.act(cast, browser);
    combinations += 1;
    const seen = await isSignedIn(cast, browser);
    judge(
      report,
      alone.passes ? "violations" : "forged_accepted",
      seen === alone.passes,
      `passkey alone, ${alone.name}: ${seen ? "signed in" : "refused"}`,
    );
  }
  report.figures["combinations of factors"] = combinations;
  report.controls["lattice: a challenge without its first step"] = await controlSkipped(cast);
}

async function tryBoth(
  cast: Cast,
  first: FirstStep,
  second: (typeof SECOND_STEPS)[number],
): Promise<boolean> {
  await forgetTrials(cast);
  const browser = new TestBrowser();
  await second.before?.(cast, browser);
  browser.jar().delete("__Host-atrium.session");
  await first.act(cast, browser);
  await second.act(cast, browser);
  await second.after?.(cast);
  return isSignedIn(cast, browser);
}

/** As the player: somebody else's own factors may sign that somebody in. */
async function isSignedIn({ player }: Cast, browser: TestBrowser): Promise<boolean> {
  const { id } = (await (await browser.call(getMe)).json()) as { id?: string };
  return id === player.person.user.id;
}

/** A product that hands out a challenge for a wrong password must be seen to sign in where it must not. */
async function controlSkipped(cast: Cast): Promise<boolean> {
  await forgetTrials(cast);
  const browser = new TestBrowser();
  await forgedChallenge(cast, browser);
  const totp = SECOND_STEPS.find(({ name }) => name === "code right");
  await totp?.act(cast, browser);
  return isSignedIn(cast, browser);
}
