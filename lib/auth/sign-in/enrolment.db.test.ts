import { TOTP } from "otpauth";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { POST as signInRoute } from "@/app/api/auth-flows/sign-in/route";
import { POST as totpRoute } from "@/app/api/auth-flows/sign-in/totp/route";
import { POST as enrolRoute } from "@/app/api/auth-flows/sign-in/totp-enrolment/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { startTotpEnrolment } from "@/lib/auth/mfa/start-totp-enrolment";
import { systemPool } from "@/lib/infra/database/pools";
import { seal } from "@/lib/infra/sealed-box";
import { makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { setPassword, TestBrowser } from "@/lib/testing/test-browser";

const PASSWORD = "vivid otter paints 73 barns";
const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const _ARGON2ID = 2;
const CHALLENGE = "__Host-atrium.challenge";
let user: TestUser;
let _tenant: TestTenant;

beforeAll(async () => {
  _tenant = await makeTenant();
});
beforeEach(async () => {
  user = await makeUser();
  await setPassword(user.id, PASSWORD);
});

const attempt = (browser: TestBrowser, change: Record<string, unknown> = {}) =>
  browser.call(signInRoute, { body: { email: user.email, password: PASSWORD, ...change } });

/** What a stranger can see of an answer. */
async function _seen(response: Response) {
  const { request_id, ...problem } = (await response.json()) as Record<string, unknown>;
  const headers = [...response.headers].filter(([name]) => name !== "x-request-id");
  return { status: response.status, problem, headers };
}

const _codeAt = (offsetSeconds = 0) =>
  new TOTP({ secret: SECRET }).generate({ timestamp: Date.now() + offsetSeconds * 1000 });

async function _giveTotp(userId: string): Promise<void> {
  await systemPool().query(
    "insert into platform.totp_factors (user_id, secret_sealed, confirmed_at) values ($1, $2, now())",
    [userId, seal(SECRET, `totp_factors|secret|${userId}`)],
  );
}

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
    const done = await browser.call(enrolRoute, { body: { code: totp.generate() } });
    expect(await done.json()).toEqual({ redirect_to: "/switch?to=admin" });
    expect((await browser.call(getMe)).status).toBe(200);
    expect(await (await attempt(new TestBrowser())).json()).toMatchObject({ status: "totp_required" });
  });

  test("an enrolment that was left open cannot replace a confirmed factor", async () => {
    const first = await enrolling();
    const second = await enrolling();
    expect((await first.browser.call(enrolRoute, { body: { code: first.totp.generate() } })).status).toBe(
      200,
    );
    expect((await second.browser.call(enrolRoute, { body: { code: second.totp.generate() } })).status).toBe(
      409,
    );
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
