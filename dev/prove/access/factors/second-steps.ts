import { POST as aloneOptions } from "@/app/api/auth-flows/sign-in/passkey/options/route";
import { POST as aloneRoute } from "@/app/api/auth-flows/sign-in/passkey/route";
import { POST as stepOptions } from "@/app/api/auth-flows/sign-in/passkey-step/options/route";
import { POST as stepRoute } from "@/app/api/auth-flows/sign-in/passkey-step/route";
import { POST as recoveryRoute } from "@/app/api/auth-flows/sign-in/recovery-code/route";
import { POST as signInRoute } from "@/app/api/auth-flows/sign-in/route";
import { POST as totpRoute } from "@/app/api/auth-flows/sign-in/totp/route";
import { issueToken } from "@/lib/auth/tokens/issue-token";
import { systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { optionsOf, SoftPasskey } from "@/lib/testing/soft-passkey";
import { TestBrowser } from "@/lib/testing/test-browser";
import { allowTrust, type Cast } from "./lattice-cast";

type Act = (cast: Cast, browser: TestBrowser) => Promise<unknown>;
type Twist = Parameters<SoftPasskey["sign"]>[1];
export type SecondStep = {
  name: string;
  passes: boolean;
  before?: Act;
  act: Act;
  after?: (cast: Cast) => Promise<unknown>;
};

const WRONG = "0000-0000-0000";
const sql = (text: string, values: unknown[]) => systemPool().query(text, values);

/** A code of the app, some steps from now; `who` is whose app. */
const code =
  (steps: number, who: "player" | "other" = "player"): Act =>
  (cast, browser) => {
    const timestamp = Date.now() + steps * 30_000;
    return browser.call(totpRoute, { body: { code: cast[who].person.totp.generate({ timestamp }) } });
  };
const recovery =
  (pick: (cast: Cast) => string | undefined): Act =>
  (cast, browser) =>
    browser.call(recoveryRoute, { body: { code: pick(cast) ?? WRONG } });
const passkey =
  (twist: Twist = {}, pick: (cast: Cast) => SoftPasskey = (cast) => cast.player.passkey): Act =>
  async (cast, browser) => {
    const options = await optionsOf(browser.call(stepOptions));
    if (!options.challenge) return;
    await browser.call(stepRoute, { body: { response: pick(cast).sign(options, twist) } });
  };

/** Every second step, with what is wrong about it. */
export const SECOND_STEPS: readonly SecondStep[] = [
  { name: "nothing", passes: false, act: async () => undefined },
  { name: "code right", passes: true, act: code(0) },
  { name: "code wrong", passes: false, act: (_, browser) => wrongCode(_, browser) },
  { name: "code expired", passes: false, act: code(-3) },
  { name: "code of the future", passes: false, act: code(3) },
  { name: "another person's code", passes: false, act: code(0, "other") },
  { name: "code replayed", passes: false, before: spendCode, act: code(0) },
  { name: "recovery code right", passes: true, act: recovery((cast) => cast.player.person.codes[0]) },
  { name: "recovery code wrong", passes: false, act: recovery(() => WRONG) },
  {
    name: "recovery code used",
    passes: false,
    before: (cast) =>
      sql("update platform.recovery_codes set used_at = now() where user_id = $1", [
        cast.player.person.user.id,
      ]),
    act: recovery((cast) => cast.player.person.codes[0]),
  },
  {
    name: "another person's recovery code",
    passes: false,
    act: recovery((cast) => cast.other.person.codes[0]),
  },
  { name: "passkey right", passes: true, act: passkey() },
  { name: "passkey forged", passes: false, act: passkey({ forged: true }) },
  { name: "passkey without its holder", passes: false, act: passkey({ verified: false }) },
  { name: "passkey on another site", passes: false, act: passkey({ origin: "http://evil.test" }) },
  { name: "passkey counted back", passes: false, act: passkey({ counter: 0 }) },
  { name: "another person's passkey", passes: false, act: passkey({}, (cast) => cast.other.passkey) },
  { name: "a passkey of nobody", passes: false, act: passkey({}, () => new SoftPasskey()) },
  { name: "trusted browser", passes: true, before: trust("player"), act: async () => undefined },
  {
    name: "browser trusted too long ago",
    passes: false,
    before: async (cast, browser) => {
      await trust("player")(cast, browser);
      await sql("update platform.trusted_devices set verified_at = now() - interval '31 days'", []);
    },
    act: async () => undefined,
  },
  {
    name: "browser trusted by another person",
    passes: false,
    before: trust("other"),
    act: async () => undefined,
  },
  {
    name: "trusted browser, no longer allowed",
    passes: false,
    before: async (cast, browser) => {
      await trust("player")(cast, browser);
      await allowTrust(cast.tenantId, 0);
    },
    act: async () => undefined,
    after: (cast) => allowTrust(cast.tenantId, 30),
  },
  { name: "challenge expired, code right", passes: false, act: expiredThen(code(0)) },
  { name: "challenge expired, passkey right", passes: false, act: expiredThen(passkey()) },
];

/** A passkey alone, with what is wrong about it. */
export const PASSKEY_ALONE: readonly { name: string; passes: boolean; act: Act }[] = [
  { name: "right", passes: true, act: alone() },
  { name: "forged", passes: false, act: alone({ forged: true }) },
  { name: "without its holder", passes: false, act: alone({ verified: false }) },
  { name: "on another site", passes: false, act: alone({ origin: "http://evil.test" }) },
  {
    name: "on another host of ours",
    passes: false,
    act: alone({ origin: "http://x.atrium.localhost:3000" }),
  },
  { name: "for another party", passes: false, act: alone({ rpId: "evil.test" }) },
  { name: "of another challenge", passes: false, act: alone({ challenge: "AAAA" }) },
  { name: "made, not used", passes: false, act: alone({ type: "webauthn.create" }) },
  { name: "naming somebody else", passes: false, act: alone({ userHandle: "AAAA" }) },
  { name: "counted back", passes: false, act: alone({ counter: 0 }) },
  { name: "replayed", passes: false, act: replayedAlone },
  { name: "asked as a second step", passes: false, act: askedOtherwise },
  { name: "in another browser", passes: false, act: elsewhere },
];

/** What a broken first step would leave: a challenge that nobody earned. */
export async function forgedChallenge(cast: Cast, browser: TestBrowser): Promise<void> {
  const token = await withSystem((tx) =>
    issueToken(tx, { kind: "mfa_challenge", userId: cast.player.person.user.id, ttlSeconds: 60 }),
  );
  browser.jar().set("__Host-atrium.challenge", token);
}

async function wrongCode(cast: Cast, browser: TestBrowser): Promise<void> {
  const right = new Set(
    [-1, 0, 1].map((step) => cast.player.person.totp.generate({ timestamp: Date.now() + step * 30_000 })),
  );
  const body = { code: ["000000", "111111", "222222", "333333"].find((text) => !right.has(text)) };
  await browser.call(totpRoute, { body });
}

async function spendCode(cast: Cast): Promise<void> {
  const first = await earned(cast);
  await code(0)(cast, first);
}

/** A browser after the player's right first step. */
async function earned(cast: Cast, browser = new TestBrowser()): Promise<TestBrowser> {
  const { email } = cast.player.person.user;
  await browser.call(signInRoute, { body: { email, password: cast.password } });
  return browser;
}

/** Has somebody sign in with both steps and trust the browser. */
function trust(who: "player" | "other"): Act {
  return async (cast, browser) => {
    const { person } = cast[who];
    const password = who === "player" ? cast.password : undefined;
    await person.firstStep(browser, password);
    await browser.call(totpRoute, { body: { code: await person.freshCode(), trust_device: true } });
    await sql("update platform.totp_factors set last_step = 0 where user_id = $1", [person.user.id]);
  };
}

function expiredThen(act: Act): Act {
  return async (cast, browser) => {
    await sql(
      "update platform.auth_tokens set expires_at = now() where user_id = $1 and kind = 'mfa_challenge'",
      [cast.player.person.user.id],
    );
    await act(cast, browser);
  };
}

function alone(twist: Twist = {}): Act {
  return async (cast, browser) => {
    const options = await optionsOf(browser.call(aloneOptions));
    await browser.call(aloneRoute, { body: { response: cast.player.passkey.sign(options, twist) } });
  };
}

async function replayedAlone(cast: Cast, browser: TestBrowser): Promise<void> {
  const first = new TestBrowser();
  const options = await optionsOf(first.call(aloneOptions));
  const cookie = first.cookieHeader();
  const response = cast.player.passkey.sign(options);
  await first.call(aloneRoute, { body: { response } });
  await browser.call(aloneRoute, { body: { response }, headers: { cookie } });
}

async function askedOtherwise(cast: Cast, browser: TestBrowser): Promise<void> {
  await earned(cast, browser);
  const options = await optionsOf(browser.call(stepOptions));
  await browser.call(aloneRoute, { body: { response: cast.player.passkey.sign(options) } });
}

async function elsewhere(cast: Cast, browser: TestBrowser): Promise<void> {
  const options = await optionsOf(new TestBrowser().call(aloneOptions));
  await browser.call(aloneOptions);
  await browser.call(aloneRoute, { body: { response: cast.player.passkey.sign(options) } });
}
