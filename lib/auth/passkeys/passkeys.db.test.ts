import { beforeEach, describe, expect, test } from "vitest";
import { POST as signInOptions } from "@/app/api/auth-flows/sign-in/passkey/options/route";
import { POST as signInRoute } from "@/app/api/auth-flows/sign-in/passkey/route";
import { POST as stepOptions } from "@/app/api/auth-flows/sign-in/passkey-step/options/route";
import { POST as stepRoute } from "@/app/api/auth-flows/sign-in/passkey-step/route";
import { DELETE as removeRoute, PUT as renameRoute } from "@/app/api/v1/me/passkeys/[id]/route";
import { POST as confirmRoute } from "@/app/api/v1/me/passkeys/confirmation/route";
import { POST as optionsRoute } from "@/app/api/v1/me/passkeys/options/route";
import { POST as registerRoute } from "@/app/api/v1/me/passkeys/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { POST as stepUpOptions } from "@/app/api/v1/me/step-up/passkey/route";
import { POST as stepUpRoute } from "@/app/api/v1/me/step-up/route";
import { GET as twoStepRoute } from "@/app/api/v1/me/two-step/route";
import { systemPool } from "@/lib/infra/database/pools";
import { optionsOf, registerPasskey, SoftPasskey } from "@/lib/testing/soft-passkey";
import { mailsTo, TestBrowser } from "@/lib/testing/test-browser";
import { ageProof, freshenProof, TwoStepPerson } from "@/lib/testing/two-step-person";

type Twist = Parameters<SoftPasskey["sign"]>[1];
let person: TwoStepPerson;
let browser: TestBrowser;
let passkey: SoftPasskey;

beforeEach(async () => {
  person = await TwoStepPerson.make();
  browser = await person.firstStep();
  const made = await registerPasskey(browser);
  passkey = made.passkey;
  person.codes = made.codes ?? [];
});

/** Signs in with a passkey alone. */
async function enter(key: SoftPasskey, twist?: Twist, to = new TestBrowser()): Promise<Response> {
  const options = await optionsOf(to.call(signInOptions));
  return to.call(signInRoute, { body: { response: key.sign(options, twist) } });
}

async function secondStep(key: SoftPasskey, twist?: Twist): Promise<number> {
  const started = await person.firstStep();
  const options = await optionsOf(started.call(stepOptions));
  return (await started.call(stepRoute, { body: { response: key.sign(options, twist) } })).status;
}

describe("registering", () => {
  test("brings recovery codes with the first factor, and is mailed", async () => {
    expect(person.codes).toHaveLength(10);
    const state = (await (await browser.call(twoStepRoute)).json()) as { passkeys: { name: string }[] };
    expect(state).toMatchObject({ enabled: true, totp: false, recovery_codes_left: 10 });
    expect(state.passkeys.map(({ name }) => name)).toEqual(["Test key"]);
    expect((await mailsTo(person.user.email)).map(({ template }) => template)).toEqual(["passkey_added"]);
    expect((await registerPasskey(browser, "Second")).codes).toBeNull();
  });

  test("needs a recent proof, this site, a verified holder and the person who began", async () => {
    const options = await optionsOf(browser.call(optionsRoute));
    const hand = async (response: unknown, by = browser) =>
      (await by.call(registerRoute, { body: { name: "X", response } })).status;
    for (const twist of [
      { origin: "http://evil.test" },
      { rpId: "evil.test" },
      { verified: false },
      { challenge: "AAAA" },
    ]) {
      expect(await hand(new SoftPasskey().attest(options, twist))).toBe(422);
    }
    const other = await TwoStepPerson.make();
    const thief = await other.firstStep();
    thief.jar().set("__Host-atrium.challenge", browser.jar().get("__Host-atrium.challenge") ?? "");
    expect(await hand(new SoftPasskey().attest(options), thief)).toBe(409);
    expect((await thief.call(confirmRoute, { body: { saved: true } })).status).toBe(409);
    await ageProof(person.user.id);
    expect((await browser.call(optionsRoute)).status).toBe(403);
  });

  test("another's passkey cannot be registered as one's own", async () => {
    const other = await TwoStepPerson.make();
    const theirs = await other.firstStep();
    const options = await optionsOf(theirs.call(optionsRoute));
    const response = passkey.attest(options);
    expect((await theirs.call(registerRoute, { body: { name: "Mine", response } })).status).toBe(200);
    expect((await theirs.call(confirmRoute, { body: { saved: true } })).status).toBe(409);
  });
});

describe("signing in", () => {
  test("a passkey alone signs in as with two steps, without an address", async () => {
    const fresh = new TestBrowser();
    expect((await enter(passkey, {}, fresh)).status).toBe(200);
    expect((await fresh.call(getMe)).status).toBe(200);
    const { rows } = await systemPool().query(
      "select mfa_at is not null as mfa, method from platform.sessions where user_id = $1 order by created_at desc limit 1",
      [person.user.id],
    );
    expect(rows).toEqual([{ mfa: true, method: "passkey" }]);
  });

  test("the password asks for the second step, which a passkey answers", async () => {
    expect((await (await person.firstStep()).call(getMe)).status).toBe(401);
    expect(await secondStep(passkey)).toBe(200);
    expect(await secondStep(passkey, { forged: true })).toBe(422);
    const other = await TwoStepPerson.make();
    const { passkey: theirs } = await registerPasskey(await other.firstStep());
    expect(await secondStep(theirs)).toBe(422);
  });

  test("nothing forged, foreign, unverified or counted back is taken", async () => {
    const twists: Twist[] = [
      { forged: true },
      { origin: "http://evil.test" },
      { origin: "http://acme.atrium.localhost:3000" },
      { rpId: "evil.test" },
      { challenge: "AAAA" },
      { type: "webauthn.create" },
      { verified: false },
      { userHandle: "AAAA" },
      { counter: 0 },
    ];
    await enter(passkey);
    for (const twist of twists) expect((await enter(passkey, twist)).status).toBe(401);
    expect((await enter(new SoftPasskey())).status).toBe(401);
    const { rows } = await systemPool().query(
      "select count(*)::int as n from platform.platform_events where target_id = $1 and action = 'user.passkey_cloned'",
      [person.user.id],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  test("an answer is good once, in its own browser, for what it was asked", async () => {
    const mine = new TestBrowser();
    const options = await optionsOf(mine.call(signInOptions));
    const response = passkey.sign(options);
    expect((await new TestBrowser().call(signInRoute, { body: { response } })).status).toBe(409);
    const thief = new TestBrowser();
    await thief.call(signInOptions);
    expect((await thief.call(signInRoute, { body: { response } })).status).toBe(401);
    const token = mine.cookieHeader();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        new TestBrowser().call(signInRoute, { body: { response }, headers: { cookie: token } }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const started = await person.firstStep();
    const forSignIn = await optionsOf(started.call(signInOptions));
    const used = { body: { response: passkey.sign(forSignIn) } };
    expect((await started.call(stepRoute, used)).status).toBe(422);
  });

  test("a disabled person's passkey signs nobody in", async () => {
    await systemPool().query("update platform.users set status = 'disabled' where id = $1", [person.user.id]);
    expect((await enter(passkey)).status).toBe(401);
  });
});

test("steps up with a passkey; with passkeys alone the password is not enough", async () => {
  await ageProof(person.user.id);
  const first = await browser.call(stepUpRoute, { body: { password: "vivid otter paints 73 barns" } });
  expect(await first.json()).toMatchObject({ errors: [{ code: "passkey_needed" }] });
  const ask = async (twist?: Twist) => {
    const options = await optionsOf(browser.call(stepUpOptions));
    return (await browser.call(stepUpRoute, { body: { passkey: passkey.sign(options, twist) } })).status;
  };
  expect(await ask({ forged: true })).toBe(422);
  expect((await browser.call(optionsRoute)).status).toBe(403);
  expect(await ask()).toBe(204);
  expect((await browser.call(optionsRoute)).status).toBe(200);
});

test("is renamed and removed by its holder alone; the last one takes the codes with it", async () => {
  const { passkeys } = (await (await browser.call(twoStepRoute)).json()) as { passkeys: { id: string }[] };
  const params = { id: passkeys[0]?.id ?? "" };
  const other = await (await TwoStepPerson.make()).firstStep();
  expect((await other.call(renameRoute, { params, body: { name: "Stolen" } })).status).toBe(404);
  expect((await other.call(removeRoute, { params })).status).toBe(404);
  await ageProof(person.user.id);
  expect((await browser.call(removeRoute, { params })).status).toBe(403);
  await freshenProof(person.user.id);
  expect((await browser.call(renameRoute, { params, body: { name: "Laptop" } })).status).toBe(204);
  expect((await browser.call(removeRoute, { params })).status).toBe(204);
  expect((await enter(passkey)).status).toBe(401);
  expect(await (await browser.call(twoStepRoute)).json()).toMatchObject({
    enabled: false,
    recovery_codes_left: null,
  });
  const mails = (await mailsTo(person.user.email)).map(({ template }) => template);
  expect(mails).toEqual(["passkey_added", "two_step_off", "passkey_removed"]);
});
