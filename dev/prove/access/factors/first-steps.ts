import { POST as resetRoute } from "@/app/api/auth-flows/password-reset/complete/route";
import { POST as askResetRoute } from "@/app/api/auth-flows/password-reset/route";
import { POST as signInRoute } from "@/app/api/auth-flows/sign-in/route";
import { linkIdentity } from "@/lib/auth/providers/link-identity";
import { sealSession } from "@/lib/auth/session-cookie";
import { mailsTo, TestBrowser } from "@/lib/testing/test-browser";
import { type Cast, PASSWORD } from "./lattice-cast";

const FRESH = "seven quiet lanterns 42";
const CHALLENGE = "__Host-atrium.challenge";

export type FirstStep = {
  name: string;
  /** Whether it is the one that the documentation names. */
  passes: boolean;
  prepare?: (cast: Cast) => Promise<void>;
  act: (cast: Cast, browser: TestBrowser) => Promise<void>;
};

const give =
  (password: string | undefined, who: "player" | "other" = "player"): FirstStep["act"] =>
  async (cast, browser) => {
    const email = cast[who].person.user.email;
    await browser.call(signInRoute, { body: { email, password } });
  };

/** Ways to begin, right and wrong. The order matters: the password is reset on the way. */
export const FIRST_STEPS: readonly FirstStep[] = [
  { name: "password right", passes: true, act: give(PASSWORD) },
  { name: "password wrong", passes: false, act: give("not the password at all") },
  { name: "password absent", passes: false, act: give(undefined) },
  { name: "no first step", passes: false, act: async () => undefined },
  { name: "another person's first step", passes: false, act: give(PASSWORD, "other") },
  { name: "a provider's word", passes: true, act: provider },
  { name: "a provider's word for a stranger", passes: false, act: stranger },
  { name: "password after a reset", passes: true, prepare: reset, act: give(FRESH) },
  { name: "password of before the reset", passes: false, act: give(PASSWORD) },
  { name: "challenge of before the reset", passes: false, act: stale },
];

async function provider(cast: Cast, browser: TestBrowser): Promise<void> {
  await byProvider(cast.subject, cast.player.person.user.email, browser);
}

/** The same address, unproved, by an identity that nobody linked. */
async function stranger(cast: Cast, browser: TestBrowser): Promise<void> {
  await byProvider("nobody-s", cast.player.person.user.email, browser);
}

async function byProvider(subject: string, email: string, browser: TestBrowser): Promise<void> {
  const token = browser.jar().get("__Host-atrium.device");
  const info = {
    requestId: "proof",
    ip: browser.ip,
    userAgent: null,
    ...(token && { device: { token } }),
  };
  const outcome = await linkIdentity(info, {
    provider: "google",
    subject,
    email,
    emailVerified: true,
    firstName: "X",
    lastName: "Y",
    currentUserId: null,
    previousSid: null,
  });
  if (outcome.kind === "refused") return;
  if (outcome.kind !== "signed_in") {
    browser.jar().set(CHALLENGE, outcome.challenge);
    return;
  }
  const [pair = ""] = (await sealSession(outcome.session.sid, "atrium.localhost:3000")).split(";");
  const at = pair.indexOf("=");
  browser.jar().set(pair.slice(0, at), pair.slice(at + 1));
}

/** Resets the player's password by mail, with a challenge left open that began before. */
async function reset(cast: Cast): Promise<void> {
  const { email } = cast.player.person.user;
  cast.stale = new TestBrowser();
  await cast.stale.call(signInRoute, { body: { email, password: PASSWORD } });
  const browser = new TestBrowser();
  await browser.call(askResetRoute, { body: { email } });
  const mail = (await mailsTo(email)).findLast(({ template }) => template === "password_reset");
  const token = /token=([A-Za-z0-9_-]+)/.exec(String(mail?.data.url))?.[1] ?? "";
  const answer = await browser.call(resetRoute, { body: { token, password: FRESH } });
  if (answer.status !== 200) throw new Error(`the reset answered ${answer.status}`);
  cast.password = FRESH;
}

async function stale(cast: Cast, browser: TestBrowser): Promise<void> {
  const challenge = cast.stale?.jar().get(CHALLENGE);
  if (challenge) browser.jar().set(CHALLENGE, challenge);
}
