import { beforeEach, expect, test } from "vitest";
import { POST as recoveryRoute } from "@/app/api/auth-flows/sign-in/recovery-code/route";
import { POST as totpRoute } from "@/app/api/auth-flows/sign-in/totp/route";
import { POST as renewRoute } from "@/app/api/v1/me/recovery-codes/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { POST as savedRoute } from "@/app/api/v1/me/totp/confirmation/route";
import { POST as beginRoute, PUT as proveRoute, DELETE as removeRoute } from "@/app/api/v1/me/totp/route";
import { GET as twoStepRoute } from "@/app/api/v1/me/two-step/route";
import { systemPool } from "@/lib/infra/database/pools";
import { addMember, makeTenant } from "@/lib/testing/make-tenant";
import { setPolicy } from "@/lib/testing/set-policy";
import { mailsTo, type TestBrowser } from "@/lib/testing/test-browser";
import { ageProof, freshenProof, TwoStepPerson } from "@/lib/testing/two-step-person";
import { hashCode, makeCodes } from "./code-set";

let person: TwoStepPerson;
let browser: TestBrowser;

beforeEach(async () => {
  person = await TwoStepPerson.make();
  browser = await person.firstStep();
});

const use = async (code: string) =>
  (await (await person.firstStep()).call(recoveryRoute, { body: { code } })).status;
/** What was mailed of the factors; that a strange browser signed in is told by another part. */
const templates = async () =>
  (await mailsTo(person.user.email))
    .map(({ template }) => template)
    .filter((template) => template !== "new_sign_in");

test("codes come with the first factor, which is off until they are said to be saved", async () => {
  await browser.call(beginRoute);
  const state = async () => (await browser.call(twoStepRoute)).json();
  const off = { enabled: false, required: false, totp: false, recovery_codes_left: null };
  expect((await browser.call(savedRoute, { body: { saved: true } })).status).toBe(409);
  expect((await browser.call(proveRoute, { body: { code: "000000" } })).status).toBe(422);
  expect(await state()).toMatchObject(off);
  await person.connectApp(browser);
  expect(person.codes).toHaveLength(10);
  for (const code of person.codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){2}$/);
  expect(await state()).toMatchObject({ ...off, enabled: true, totp: true, recovery_codes_left: 10 });
  expect(await templates()).toEqual(["two_step_on"]);
  const { rows } = await systemPool().query<{ text: string }>(
    `select c::text || coalesce(t.payload::text, '') as text from platform.recovery_codes c
     left join platform.auth_tokens t on t.user_id = c.user_id where c.user_id = $1`,
    [person.user.id],
  );
  for (const code of person.codes) expect(JSON.stringify(rows)).not.toContain(code.replaceAll("-", ""));
});

test("a code signs in once, however it is typed, also by 20 at once; the person hears of it", async () => {
  await person.connectApp(browser);
  const [first = "", second = ""] = person.codes;
  expect(await use("0000-0000-0000")).toBe(422);
  expect(await use(` ${first.replaceAll("-", " ").toUpperCase()} `)).toBe(200);
  expect(await use(first)).toBe(422);
  const challenges = await Promise.all(Array.from({ length: 10 }, () => person.firstStep()));
  const answers = await Promise.all(
    challenges.map((one) => one.call(recoveryRoute, { body: { code: second } })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(await templates()).toEqual(["two_step_on", "recovery_code_used", "recovery_code_used"]);
});

test("another person's code is none", async () => {
  await person.connectApp(browser);
  const other = await TwoStepPerson.make();
  await other.connectApp(await other.firstStep());
  expect(await use(other.codes[0] ?? "")).toBe(422);
});

test("new codes need a recent proof and kill the old ones", async () => {
  expect((await browser.call(renewRoute)).status).toBe(409);
  await person.connectApp(browser);
  await ageProof(person.user.id);
  expect((await browser.call(renewRoute)).status).toBe(403);
  await freshenProof(person.user.id);
  const answer = await browser.call(renewRoute);
  const { recovery_codes: fresh } = (await answer.json()) as { recovery_codes: string[] };
  expect(await use(person.codes[2] ?? "")).toBe(422);
  expect(await use(fresh[2] ?? "")).toBe(200);
});

test("removing the last factor needs a recent proof and leaves no code behind", async () => {
  await person.connectApp(browser);
  await ageProof(person.user.id);
  expect((await browser.call(removeRoute)).status).toBe(403);
  await freshenProof(person.user.id);
  const open = await person.firstStep();
  expect((await browser.call(removeRoute)).status).toBe(204);
  expect((await open.call(recoveryRoute, { body: { code: person.codes[0] } })).status).toBe(409);
  expect((await open.call(totpRoute, { body: { code: await person.freshCode() } })).status).toBe(409);
  expect((await (await person.firstStep()).call(getMe)).status).toBe(200);
  expect(await (await browser.call(twoStepRoute)).json()).toMatchObject({ recovery_codes_left: null });
  expect(await templates()).toEqual(["two_step_on", "two_step_off"]);
});

test("the last factor stays where a workspace asks for one", async () => {
  await person.connectApp(browser);
  const tenant = await makeTenant();
  await addMember(tenant, person.user, "viewer");
  await setPolicy(tenant.id, {
    mfa: { required: true, grace_days: 60 },
    mfa_since: "2099-01-01T00:00:00Z",
  });
  const refused = await browser.call(removeRoute);
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ reason: "mfa_required_here" });
  expect(await use(person.codes[0] ?? "")).toBe(200);
});

test("control: a code looked up and then marked is taken by many", async () => {
  await person.connectApp(browser);
  const { rows } = await systemPool().query<{ salt: Buffer }>(
    "select salt from platform.recovery_codes where user_id = $1 limit 1",
    [person.user.id],
  );
  const hash = await hashCode(person.codes[0] ?? "", rows[0]?.salt ?? Buffer.alloc(16));
  const naive = async () => {
    const found = await systemPool().query(
      "select 1 from platform.recovery_codes where user_id = $1 and code_hash = $2 and used_at is null",
      [person.user.id, hash],
    );
    await systemPool().query("update platform.recovery_codes set used_at = now() where code_hash = $1", [
      hash,
    ]);
    return found.rowCount;
  };
  const taken = await Promise.all(Array.from({ length: 20 }, naive));
  expect(taken.filter((count) => count === 1).length).toBeGreaterThan(1);
  expect(new Set((await makeCodes()).codes).size).toBe(10);
});
