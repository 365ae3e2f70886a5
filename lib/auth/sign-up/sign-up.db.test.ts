import { expect, test } from "vitest";
import { PUT as changeAddress } from "@/app/api/auth-flows/sign-up/address/route";
import { POST as confirm } from "@/app/api/auth-flows/sign-up/code/route";
import { POST as resend } from "@/app/api/auth-flows/sign-up/resend/route";
import { POST as start } from "@/app/api/auth-flows/sign-up/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { SESSION_COOKIE } from "@/lib/auth/session-cookie";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { compareTimes } from "@/lib/testing/compare-times";
import { makeUser } from "@/lib/testing/make-tenant";
import { codeFor, mailsTo, TestBrowser } from "@/lib/testing/test-browser";

type Problem = { code: string; reason?: string; errors?: { path: string; code: string }[] };

const PASSWORD = "vivid otter paints 73 barns";
const newEmail = () => `new-${newId().slice(-12)}@example.test`;
const body = (email: string) => ({
  email,
  first_name: "Eva",
  last_name: "Jansen",
  password: PASSWORD,
  accept_terms: true,
  locale: "nl",
});

async function started(email: string): Promise<TestBrowser> {
  const browser = new TestBrowser();
  expect((await browser.call(start, { body: body(email) })).status).toBe(202);
  return browser;
}

async function fieldCode(response: Response): Promise<string | undefined> {
  return ((await response.json()) as Problem).errors?.[0]?.code;
}

async function usersWith(email: string): Promise<number> {
  const { rows } = await systemPool().query("select id from platform.users where email = $1", [email]);
  return rows.length;
}

/** Lets the resend timer pass. */
async function waitedLongEnough(email: string): Promise<void> {
  await systemPool().query(
    "update platform.sign_ups set last_sent_at = now() - interval '31 seconds' where email = $1",
    [email],
  );
}

const wrongFor = (code: string) => (code === "000000" ? "111111" : "000000");

test("a stranger becomes a person with the mailed code", async () => {
  const email = newEmail();
  const browser = await started(` ${email.toUpperCase()} `);
  expect(await usersWith(email)).toBe(0);
  const [mail] = await mailsTo(email);
  expect(mail).toMatchObject({ template: "sign_up_code", locale: "nl" });
  const code = await codeFor(email);
  const done = await browser.call(confirm, { body: { code: `${code.slice(0, 3)} ${code.slice(3)}` } });
  expect(await done.json()).toEqual({ redirect_to: "/onboarding" });
  const me = (await (await browser.call(getMe)).json()) as Record<string, unknown>;
  expect(me).toMatchObject({ email, first_name: "Eva", locale: "nl", has_password: true });
  const { rows } = await systemPool().query(
    "select action from platform.platform_events where target_id = $1",
    [me.id],
  );
  expect(rows).toEqual([{ action: "user.signed_up" }]);
});

test("goes on to the page that was asked for, and never elsewhere", async () => {
  const answers = await Promise.all(
    ["/invitations/accept", "//evil.test", "https://evil.test"].map(async (next) => {
      const email = newEmail();
      const browser = await started(email);
      return (await browser.call(confirm, { body: { code: await codeFor(email), next } })).json();
    }),
  );
  expect(answers).toEqual([
    { redirect_to: "/invitations/accept" },
    { redirect_to: "/onboarding" },
    { redirect_to: "/onboarding" },
  ]);
});

test("a code works once, even under 50 parallel tries, and wrong ones count to five", async () => {
  const email = newEmail();
  const browser = await started(email);
  const code = await codeFor(email);
  const flow = browser.cookieHeader();
  const answers = await Promise.all(
    Array.from({ length: 50 }, () =>
      new TestBrowser().call(confirm, { body: { code }, headers: { cookie: flow } }),
    ),
  );
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  expect(await usersWith(email)).toBe(1);

  const other = newEmail();
  const guesser = await started(other);
  const right = await codeFor(other);
  const wrong = wrongFor(right);
  const codes: (string | undefined)[] = [];
  for (let guess = 0; guess < 6; guess += 1) {
    codes.push(await fieldCode(await guesser.call(confirm, { body: { code: wrong } })));
  }
  expect(codes).toEqual([...Array(4).fill("code_invalid"), "code_exhausted", "code_exhausted"]);
  expect(await fieldCode(await guesser.call(confirm, { body: { code: right } }))).toBe("code_exhausted");
});

test("200 parallel guesses are five evaluations", async () => {
  const email = newEmail();
  const browser = await started(email);
  const code = await codeFor(email);
  const flow = browser.cookieHeader();
  const guesses = Array.from({ length: 200 }, (_, index) => String(100_000 + index)).filter(
    (guess) => guess !== code,
  );
  const results = await Promise.all(
    guesses.map(async (guess) =>
      fieldCode(await new TestBrowser().call(confirm, { body: { code: guess }, headers: { cookie: flow } })),
    ),
  );
  expect(results.filter((result) => result === "code_invalid")).toHaveLength(4);
  const { rows } = await systemPool().query("select attempts from platform.sign_ups where email = $1", [
    email,
  ]);
  expect(rows).toEqual([{ attempts: 5 }]);
});

test("an expired code is told apart and a new one works", async () => {
  const email = newEmail();
  const browser = await started(email);
  const old = await codeFor(email);
  await systemPool().query("update platform.sign_ups set expires_at = now() where email = $1", [email]);
  expect(await fieldCode(await browser.call(confirm, { body: { code: old } }))).toBe("code_expired");
  const early = await browser.call(resend);
  expect(early.status).toBe(429);
  expect(Number(early.headers.get("retry-after"))).toBeGreaterThan(20);
  await waitedLongEnough(email);
  expect(await (await browser.call(resend)).json()).toMatchObject({ sends_left: 3 });
  const fresh = await codeFor(email);
  if (fresh !== old) {
    expect(await fieldCode(await browser.call(confirm, { body: { code: old } }))).toBe("code_invalid");
  }
  expect((await browser.call(confirm, { body: { code: fresh } })).status).toBe(200);
});

test("five mails a sign-up and no more, parallel asks included", async () => {
  const email = newEmail();
  const browser = await started(email);
  for (let sends = 0; sends < 4; sends += 1) {
    await waitedLongEnough(email);
    const answers = await Promise.all([browser.call(resend), browser.call(resend), browser.call(resend)]);
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  }
  await waitedLongEnough(email);
  const refused = await browser.call(resend);
  expect(refused.status).toBe(429);
  expect(await mailsTo(email)).toHaveLength(5);
});

test("the address can be changed; the code for the first one is void", async () => {
  const [typo, email] = [newEmail(), newEmail()];
  const browser = await started(typo);
  const old = await codeFor(typo);
  expect((await browser.call(changeAddress, { body: { email } })).status).toBe(200);
  const code = await codeFor(email);
  if (code !== old) {
    expect(await fieldCode(await browser.call(confirm, { body: { code: old } }))).toBe("code_invalid");
  }
  expect((await browser.call(confirm, { body: { code } })).status).toBe(200);
  expect([await usersWith(typo), await usersWith(email)]).toEqual([0, 1]);
});

test("two sign-ups for one address make one person", async () => {
  const email = newEmail();
  const first = await started(email);
  const firstCode = await codeFor(email);
  const second = await started(email);
  const secondCode = await codeFor(email);
  const answers = await Promise.all([
    first.call(confirm, { body: { code: firstCode } }),
    second.call(confirm, { body: { code: secondCode } }),
  ]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  expect(await usersWith(email)).toBe(1);
});

test("a flow works only with its cookie", async () => {
  const stranger = new TestBrowser();
  for (const handler of [resend, confirm, changeAddress]) {
    const answer = await stranger.call(handler, {
      body: handler === confirm ? { code: "123456" } : { email: newEmail() },
    });
    expect(((await answer.json()) as Problem).reason).toBe("flow_expired");
  }
  expect((await stranger.call(start, { slug: "acme", body: body(newEmail()) })).status).toBe(404);
});

test("refuses weak passwords, look-alike addresses and unknown fields with the field's name", async () => {
  const browser = new TestBrowser();
  const cases: [Record<string, unknown>, string][] = [
    [{ password: "Password1234" }, "password"],
    [{ password: "evajansen2026" }, "password"],
    [{ password: "short" }, "password"],
    [{ email: "eva\uff20example.test" }, "email"],
    [{ email: "eva@exa\u0440mple.test" }, "email"],
    [{ email: "eva@example.test\r\nbcc: x@example.test" }, "email"],
    [{ email: "eva" }, "email"],
    [{ first_name: " " }, "first_name"],
    [{ first_name: "Eva\u0007" }, "first_name"],
    [{ last_name: "x".repeat(101) }, "last_name"],
    [{ accept_terms: false }, "accept_terms"],
    [{ platform_role: "super_admin" }, ""],
  ];
  for (const [change, path] of cases) {
    const answer = await browser.call(start, { body: { ...body(newEmail()), ...change } });
    expect(answer.status, JSON.stringify(change)).toBe(422);
    expect(((await answer.json()) as Problem).errors?.[0]?.path).toBe(path);
  }
});

test("the session is new: one brought along from before is not used", async () => {
  const email = newEmail();
  const browser = await started(email);
  browser.jar().set(SESSION_COOKIE, "preset-by-an-attacker");
  await browser.call(confirm, { body: { code: await codeFor(email) } });
  expect(browser.jar().get(SESSION_COOKIE)).not.toBe("preset-by-an-attacker");
  expect((await browser.call(getMe)).status).toBe(200);
});

test("the answers are the same for a known and an unknown address, and so is the time", async () => {
  const people = await Promise.all(Array.from({ length: 16 }, () => makeUser()));
  const known = people.pop()?.email ?? "";
  const shape = async (response: Response) => ({
    status: response.status,
    body: await response.text(),
    headers: [...response.headers.keys()].sort(),
    cookie: response.headers.getSetCookie().map((line) => line.replace(/=[^;]*/, "=…")),
  });
  const sample = (email: string) => new TestBrowser().call(start, { body: body(email) });
  expect(await shape(await sample(newEmail()))).toEqual(await shape(await sample(known)));
  const compared = await compareTimes(
    () => sample(people.pop()?.email ?? known),
    () => sample(newEmail()),
  );
  expect(compared).toMatchObject({ isAlike: true });
  // The request did the same for both; the worker, which nobody can time, mails the owner another word.
  expect((await mailsTo(known)).map((mail) => mail.ifKnown)).toContain("account_exists");
  // Nobody can finish: the code was mailed to nobody, and a lucky guess is answered like any other.
  const browser = await started(known);
  const guessed = await codeFor(known);
  expect(await fieldCode(await browser.call(confirm, { body: { code: wrongFor(guessed) } }))).toBe(
    "code_invalid",
  );
  expect(await fieldCode(await browser.call(confirm, { body: { code: guessed } }))).toBe("code_invalid");
  expect(await usersWith(known)).toBe(1);
});
