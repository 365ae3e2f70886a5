import { TOTP } from "otpauth";
import { beforeEach, describe, expect, test } from "vitest";
import { POST as signInRoute } from "@/app/api/auth-flows/sign-in/route";
import { POST as totpRoute } from "@/app/api/auth-flows/sign-in/totp/route";
import { POST as savedRoute } from "@/app/api/auth-flows/sign-in/totp-enrolment/confirmation/route";
import { POST as enrolRoute } from "@/app/api/auth-flows/sign-in/totp-enrolment/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { startTotpEnrolment } from "@/lib/auth/mfa/totp/start-totp-enrolment";
import { systemPool } from "@/lib/infra/database/pools";
import { makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { setPassword, TestBrowser } from "@/lib/testing/test-browser";

const PASSWORD = "vivid otter paints 73 barns";
const CHALLENGE = "__Host-atrium.challenge";
let user: TestUser;

beforeEach(async () => {
  user = await makeUser();
  await setPassword(user.id, PASSWORD);
});

const attempt = (browser: TestBrowser, change: Record<string, unknown> = {}) =>
  browser.call(signInRoute, { body: { email: user.email, password: PASSWORD, ...change } });

describe("a super admin without a second factor", () => {
  beforeEach(async () => {
    await systemPool().query("update platform.users set platform_role = 'super_admin' where id = $1", [
      user.id,
    ]);
  });

  async function enrolling(): Promise<{ browser: TestBrowser; totp: TOTP }> {
    const browser = new TestBrowser();
    expect(await (await attempt(browser)).json()).toMatchObject({ status: "totp_enrolment_required" });
    const { secret, qrDataUrl } = await startTotpEnrolment({ token: browser.jar().get(CHALLENGE) ?? "" });
    expect(qrDataUrl).toMatch(/^data:image\/svg\+xml;base64,/);
    return { browser, totp: new TOTP({ secret }) };
  }

  test("enrols before there is a session, and is asked for a code from then on", async () => {
    const { browser, totp } = await enrolling();
    expect((await browser.call(getMe)).status).toBe(401);
    expect((await browser.call(totpRoute, { body: { code: totp.generate() } })).status).toBe(409);
    expect((await browser.call(enrolRoute, { body: { code: "000000" } })).status).toBe(422);
    expect((await browser.call(savedRoute, { body: { saved: true } })).status).toBe(409);
    const proved = await browser.call(enrolRoute, { body: { code: totp.generate() } });
    expect(((await proved.json()) as { recovery_codes: string[] }).recovery_codes).toHaveLength(10);
    // Nothing is on before the codes are said to be saved.
    expect((await browser.call(getMe)).status).toBe(401);
    expect(await (await attempt(new TestBrowser())).json()).toMatchObject({
      status: "totp_enrolment_required",
    });
    expect((await browser.call(savedRoute, { body: { saved: false } })).status).toBe(422);
    const done = await browser.call(savedRoute, { body: { saved: true } });
    expect(await done.json()).toEqual({ redirect_to: "/switch?to=admin" });
    expect((await browser.call(getMe)).status).toBe(200);
    expect(await (await attempt(new TestBrowser())).json()).toMatchObject({ status: "totp_required" });
  });

  test("an enrolment that was left open cannot replace a confirmed factor", async () => {
    const first = await enrolling();
    const second = await enrolling();
    for (const { browser, totp } of [first, second]) {
      expect((await browser.call(enrolRoute, { body: { code: totp.generate() } })).status).toBe(200);
    }
    expect((await first.browser.call(savedRoute, { body: { saved: true } })).status).toBe(200);
    expect((await second.browser.call(savedRoute, { body: { saved: true } })).status).toBe(409);
  });

  test("an enrolment that was left open is no way past a passkey added meanwhile", async () => {
    const { browser, totp } = await enrolling();
    expect((await browser.call(enrolRoute, { body: { code: totp.generate() } })).status).toBe(200);
    await systemPool().query(
      `insert into platform.passkeys (id, user_id, credential_id, public_key, name)
       values (gen_random_uuid(), $1, decode(replace(gen_random_uuid()::text, '-', ''), 'hex'), '', 'Key')`,
      [user.id],
    );
    expect((await browser.call(savedRoute, { body: { saved: true } })).status).toBe(409);
    expect((await browser.call(getMe)).status).toBe(401);
  });

  test("the secret is sealed where it waits", async () => {
    const { totp } = await enrolling();
    const { rows } = await systemPool().query<{ payload: string }>(
      "select payload::text from platform.auth_tokens where user_id = $1",
      [user.id],
    );
    expect(rows[0]?.payload).toContain("v1.");
    expect(rows[0]?.payload).not.toContain(totp.secret.base32);
  });
});
