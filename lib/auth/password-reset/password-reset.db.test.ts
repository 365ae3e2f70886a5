import { beforeEach, expect, test } from "vitest";
import { POST as complete } from "@/app/api/auth-flows/password-reset/complete/route";
import { POST as request } from "@/app/api/auth-flows/password-reset/route";
import { POST as signIn } from "@/app/api/auth-flows/sign-in/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { systemPool } from "@/lib/infra/database/pools";
import { compareTimes } from "@/lib/testing/compare-times";
import { makeTenant, makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { setPolicy } from "@/lib/testing/set-policy";
import { mailsTo, setPassword, TestBrowser } from "@/lib/testing/test-browser";

const OLD = "vivid otter paints 73 barns";
const FRESH = "seven quiet lanterns 42";
let user: TestUser;

beforeEach(async () => {
  user = await makeUser();
  await setPassword(user.id, OLD);
});

async function asked(): Promise<string> {
  return (await askedFor()).get("token") ?? "";
}

/** What stands behind the mailed link's `#`. */
async function askedFor(): Promise<URLSearchParams> {
  const answer = await new TestBrowser().call(request, { body: { email: user.email } });
  expect(answer.status).toBe(202);
  const mail = (await mailsTo(user.email)).findLast((entry) => entry.template === "password_reset");
  const url = new URL(String(mail?.data.url));
  expect(url.origin + url.pathname + url.search).toBe("http://atrium.localhost:3000/reset-password");
  return new URLSearchParams(url.hash.slice(1));
}

const finish = (token: string, password = FRESH) =>
  new TestBrowser().call(complete, { body: { token, password } });

const signInWith = (password: string, browser = new TestBrowser()) =>
  browser.call(signIn, { body: { email: user.email, password } });

test("the mailed link sets a new password, ends every session and tells the person", async () => {
  const browser = new TestBrowser();
  await signInWith(OLD, browser);
  const token = await asked();
  expect(await (await finish(token)).json()).toEqual({ redirect_to: "/sign-in?notice=password_changed" });
  expect((await browser.call(getMe)).status).toBe(401);
  expect((await signInWith(OLD)).status).toBe(401);
  expect((await signInWith(FRESH)).status).toBe(200);
  expect((await mailsTo(user.email)).map((mail) => mail.template)).toEqual([
    "password_reset",
    "password_changed",
    // The browser of the reset is known from then on; this one is another.
    "new_sign_in",
  ]);
});

test("the link tells the page how many characters the person's workspaces ask for", async () => {
  expect((await askedFor()).get("min")).toBe("12");
  const tenant = await makeTenant();
  user = tenant.owner;
  const policy = { password: { min_length: 16 } };
  await setPolicy(tenant.id, policy);
  expect((await askedFor()).get("min")).toBe("16");
});

test("a link works once, even under 50 parallel tries, and voids the others", async () => {
  const [first, second] = [await asked(), await asked()];
  const answers = await Promise.all(Array.from({ length: 50 }, () => finish(first)));
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  expect((await finish(second)).status).toBe(409);
});

test("an expired, changed or shortened token sets nothing; a refused password leaves it usable", async () => {
  const token = await asked();
  const flipped = (token.startsWith("A") ? "B" : "A") + token.slice(1);
  for (const bad of [flipped, token.slice(0, -1), `${token}x`, "x"])
    expect((await finish(bad)).status).toBe(409);
  expect((await finish(token, "Password1234")).status).toBe(422);
  expect((await finish(token, "short")).status).toBe(422);
  expect((await finish(token)).status).toBe(200);
  const late = await asked();
  await systemPool().query("update platform.auth_tokens set expires_at = now() where user_id = $1", [
    user.id,
  ]);
  expect((await finish(late)).status).toBe(409);
  expect((await signInWith(FRESH)).status).toBe(200);
});

test("a second factor is still owed after a reset", async () => {
  await systemPool().query("update platform.users set platform_role = 'super_admin' where id = $1", [
    user.id,
  ]);
  await finish(await asked());
  const answer = await signInWith(FRESH);
  expect(await answer.json()).toEqual({ status: "totp_enrolment_required", redirect_to: null });
});

test("only the token's hash is stored", async () => {
  const token = await asked();
  const { rows } = await systemPool().query<{ row: string }>(
    "select to_jsonb(a)::text as row from platform.auth_tokens a where user_id = $1",
    [user.id],
  );
  expect(rows[0]?.row).not.toContain(token);
});

test("the answer and its time are the same when nobody has the address", async () => {
  const people = await Promise.all(Array.from({ length: 16 }, () => makeUser()));
  const ask = (email: string) => new TestBrowser().call(request, { body: { email } });
  const [known, unknown] = [await ask(user.email), await ask("nobody@example.test")];
  expect([unknown.status, await unknown.text()]).toEqual([known.status, await known.text()]);
  const compared = await compareTimes(
    () => ask(people.pop()?.email ?? user.email),
    () => ask(`nobody-${Math.random()}@example.test`),
  );
  expect(compared).toMatchObject({ isAlike: true });
});

test("five mails an hour to one address, whoever asks", async () => {
  const answers: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    answers.push((await new TestBrowser().call(request, { body: { email: user.email } })).status);
  }
  expect(answers).toEqual([202, 202, 202, 202, 202, 429, 429]);
});
