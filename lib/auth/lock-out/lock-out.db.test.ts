import { beforeEach, describe, expect, test } from "vitest";
import { POST as signInRoute } from "@/app/api/auth-flows/sign-in/route";
import { POST as completeRoute } from "@/app/api/auth-flows/unlock/complete/route";
import { POST as unlockRoute } from "@/app/api/auth-flows/unlock/route";
import { DEVICE_COOKIE } from "@/lib/auth/devices/device-cookie";
import { emailKey } from "@/lib/auth/take-attempt";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { mailsTo, setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { sendMailJob } from "@/worker/jobs/send-mail-job";

const PASSWORD = "vivid otter paints 73 barns";
let user: TestUser;
let next = 0;

beforeEach(async () => {
  user = await makeUser();
  await setPassword(user.id, PASSWORD);
});

const attempt = (browser: TestBrowser, change: Record<string, unknown> = {}) =>
  browser.call(signInRoute, { body: { email: user.email, password: PASSWORD, ...change } });
const guess = (browser: TestBrowser, email = user.email) => attempt(browser, { email, password: "wrong" });

/** A browser at an address that nobody used before. */
function stranger(): TestBrowser {
  next += 1;
  return new TestBrowser(`100.64.${Math.floor(next / 250)}.${next % 250}`);
}

/** Lets time pass for an account's locks. */
async function wait(minutes: number): Promise<void> {
  await systemPool().query(
    `update platform.sign_in_guards set failed_at = failed_at - make_interval(mins => $2),
       locked_until = locked_until - make_interval(mins => $2) where account_key = $1`,
    [emailKey(user.email), minutes],
  );
}

async function refusal(response: Response) {
  const body = (await response.json()) as { reason?: string };
  return { status: response.status, reason: body.reason, wait: response.headers.get("retry-after") };
}

/** Guesses from ever new addresses until none is evaluated any more; waits out every soft lock. */
async function exhaust(): Promise<number> {
  let evaluated = 0;
  for (let round = 0; round < 60; round += 1) {
    const browser = stranger();
    const answers = await Promise.all(Array.from({ length: 8 }, () => guess(browser)));
    const judged = answers.filter((answer) => answer.status === 401).length;
    evaluated += judged;
    const hard = await Promise.all(answers.filter((answer) => answer.status === 429).map(refusal));
    if (judged === 0 && hard.every(({ reason }) => reason === "unlock_required")) return evaluated;
    await wait(20);
  }
  return evaluated;
}

/** An account as it stands after `total` wrong passwords from browsers it does not know. */
async function standAt(total: number, email = user.email): Promise<void> {
  await systemPool().query(
    `insert into platform.sign_in_guards (account_key, subject, total, locked_until)
     values ($1, '', $2::int, case when $2::int >= 100 then timestamptz 'infinity' end)
     on conflict (account_key, subject) do update set total = $2::int, locked_until = excluded.locked_until`,
    [emailKey(email), total],
  );
}

describe("one address", () => {
  test("gets ten tries, of any number in parallel, then waits; the wait doubles and a success ends it", async () => {
    const browser = stranger();
    const answers = await Promise.all(Array.from({ length: 100 }, () => guess(browser)));
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(10);
    const first = await refusal(await attempt(browser));
    expect(first).toMatchObject({ status: 429, reason: "sign_in_locked" });
    expect(Number(first.wait)).toBeGreaterThan(14 * 60);
    await wait(15);
    for (let round = 0; round < 10; round += 1) expect((await guess(browser)).status).toBe(401);
    expect(Number((await refusal(await attempt(browser))).wait)).toBeGreaterThan(29 * 60);
    await wait(30);
    expect((await attempt(browser)).status).toBe(200);
    const { rows } = await systemPool().query(
      "select 1 from platform.sign_in_guards where account_key = $1",
      [emailKey(user.email)],
    );
    expect(rows).toEqual([]);
  });

  test("an account that does not exist is locked alike", async () => {
    const [real, absent] = [stranger(), stranger()];
    const seen = async (browser: TestBrowser, email: string) => {
      const answers = [];
      for (let round = 0; round < 12; round += 1) answers.push((await guess(browser, email)).status);
      return answers;
    };
    expect(await seen(real, user.email)).toEqual(await seen(absent, `nobody-${user.id}@example.test`));
  });
});

describe("the whole account", () => {
  test("a hundred wrong passwords in a row from anywhere, then known browsers and the mailed link only", async () => {
    const known = new TestBrowser();
    expect((await attempt(known)).status).toBe(200);
    expect(await exhaust()).toBe(100);
    expect(await refusal(await attempt(stranger()))).toMatchObject({
      status: 429,
      reason: "unlock_required",
    });
    expect((await attempt(known)).status).toBe(200);
    expect(await refusal(await attempt(stranger()))).toMatchObject({ reason: "unlock_required" });

    const visitor = stranger();
    expect((await visitor.call(unlockRoute, { body: { email: user.email } })).status).toBe(202);
    const mail = (await mailsTo(user.email)).findLast((entry) => entry.template === "unlock");
    const token = new URL(String(mail?.data.url)).hash.replace("#token=", "");
    const done = await visitor.call(completeRoute, { body: { token } });
    expect(await done.json()).toEqual({
      redirect_to: `/sign-in?${new URLSearchParams({ email: user.email, notice: "unlocked" })}`,
    });
    expect((await visitor.call(completeRoute, { body: { token } })).status).toBe(409);
    await standAt(100);
    expect((await attempt(stranger())).status).toBe(429);
    expect((await attempt(visitor)).status).toBe(200);
  });

  test("the owner is told once a lock: when it begins, and when only the mail helps", async () => {
    const told = async () =>
      (await mailsTo(user.email)).filter(({ template }) => template === "account_locked").length;
    const browser = stranger();
    for (let round = 0; round < 12; round += 1) await guess(browser);
    expect(await told()).toBe(1);
    const other = stranger();
    for (let round = 0; round < 12; round += 1) await guess(other);
    expect(await told()).toBe(1);
    await standAt(99);
    await guess(stranger());
    expect(await told()).toBe(2);
    await guess(stranger());
    expect(await told()).toBe(2);
  });

  test("the mail about a lock reaches nobody where there is no account", async () => {
    const payload = {
      template: "account_locked",
      locale: "en",
      to: "nobody@example.test",
      data: {},
      onlyKnown: true,
    };
    // Without a mail server, a mail that was sent would be an error.
    await expect(
      sendMailJob.handle({ id: "test", tenantId: null, payload } as never),
    ).resolves.toBeUndefined();
    await expect(
      sendMailJob.handle({ id: "test", tenantId: null, payload: { ...payload, to: user.email } } as never),
    ).rejects.toThrow();
  });
});

describe("a known browser", () => {
  test("has ten tries of its own, is known to one account only, and its mark is needed exactly", async () => {
    const known = new TestBrowser();
    await attempt(known);
    const thief = stranger();
    thief.jar().set(DEVICE_COOKIE, known.jar().get(DEVICE_COOKIE) ?? "");
    await standAt(100);
    const answers = await Promise.all(Array.from({ length: 30 }, () => guess(thief)));
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(10);

    const other = await makeUser();
    await setPassword(other.id, PASSWORD);
    await standAt(100, other.email);
    expect((await attempt(known, { email: other.email })).status).toBe(429);
    for (const mark of ["", "x", `${known.jar().get(DEVICE_COOKIE)}A`]) {
      const forger = stranger();
      forger.jar().set(DEVICE_COOKIE, mark);
      expect((await attempt(forger)).status).toBe(429);
    }
  });

  test("is forgotten after a hundred wrong passwords", async () => {
    const known = new TestBrowser();
    await attempt(known);
    await guess(known);
    await systemPool().query("update platform.sign_in_guards set total = 98 where account_key = $1", [
      emailKey(user.email),
    ]);
    await systemPool().query(
      `insert into platform.trusted_devices (id, user_id, token_hash)
       select gen_random_uuid(), user_id, token_hash from platform.known_devices where user_id = $1`,
      [user.id],
    );
    const count = async () =>
      (
        await systemPool().query(
          `select (select count(*)::int from platform.known_devices where user_id = $1) as known,
             (select count(*)::int from platform.trusted_devices where user_id = $1) as trusted`,
          [user.id],
        )
      ).rows[0];
    await guess(known);
    expect(await count()).toEqual({ known: 1, trusted: 1 });
    await guess(known);
    expect(await count()).toEqual({ known: 0, trusted: 0 });
    // The right password at the hundredth try comes from a browser that is strange by then.
    await attempt(known);
    const told = async () => (await mailsTo(user.email)).filter((mail) => mail.template === "new_sign_in");
    const before = (await told()).length;
    await guess(known);
    await systemPool().query(
      "update platform.sign_in_guards set total = 99, locked_until = null where account_key = $1 and subject like 'device:%'",
      [emailKey(user.email)],
    );
    expect((await attempt(known)).status).toBe(200);
    expect(await told()).toHaveLength(before + 1);
  });
});

test("a store that does not answer lets nobody in, not even with the right password", async () => {
  const signature = "platform.begin_sign_in(text, text, text, bytea)";
  await ownerPool().query(`revoke execute on function ${signature} from atrium_system`);
  try {
    expect((await attempt(new TestBrowser())).status).toBe(503);
  } finally {
    await ownerPool().query(`grant execute on function ${signature} to atrium_system`);
  }
  expect((await attempt(new TestBrowser())).status).toBe(200);
});

test("control: a count that is read first and written later lets more than ten through", async () => {
  const key = emailKey(`naive-${user.email}`);
  const naive = async () => {
    const { rows } = await systemPool().query<{ failures: number }>(
      "select failures from platform.sign_in_guards where account_key = $1",
      [key],
    );
    const failures = rows[0]?.failures ?? 0;
    if (failures >= 10) return false;
    await systemPool().query(
      `insert into platform.sign_in_guards (account_key, subject, failures) values ($1, '', 1)
       on conflict (account_key, subject) do update set failures = $2`,
      [key, failures + 1],
    );
    return true;
  };
  const answers = await Promise.all(Array.from({ length: 100 }, naive));
  expect(answers.filter(Boolean).length).toBeGreaterThan(10);
});
