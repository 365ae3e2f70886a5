import { hash } from "@node-rs/argon2";
import { TOTP } from "otpauth";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { POST as signInRoute } from "@/app/api/auth-flows/sign-in/route";
import { POST as totpRoute } from "@/app/api/auth-flows/sign-in/totp/route";
import { POST as signOutRoute } from "@/app/api/auth-flows/sign-out/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { verifyPassword } from "@/lib/auth/passwords/verify-password";
import { SESSION_COOKIE } from "@/lib/auth/session-cookie";
import { listMyInvitations } from "@/lib/auth/sign-in/list-my-invitations";
import { systemPool } from "@/lib/infra/database/pools";
import { compareTimes } from "@/lib/testing/compare-times";
import { giveFactor } from "@/lib/testing/give-factor";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { setPassword, TestBrowser } from "@/lib/testing/test-browser";

const PASSWORD = "vivid otter paints 73 barns";
const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const ARGON2ID = 2;
const _CHALLENGE = "__Host-atrium.challenge";
let user: TestUser;
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await makeTenant();
});
beforeEach(async () => {
  user = await makeUser();
  await setPassword(user.id, PASSWORD);
});

const attempt = (browser: TestBrowser, change: Record<string, unknown> = {}) =>
  browser.call(signInRoute, { body: { email: user.email, password: PASSWORD, ...change } });

/** What a stranger can see of an answer. */
async function seen(response: Response) {
  const { request_id, ...problem } = (await response.json()) as Record<string, unknown>;
  const headers = [...response.headers].filter(([name]) => name !== "x-request-id");
  return { status: response.status, problem, headers };
}

const codeAt = (offsetSeconds = 0) =>
  new TOTP({ secret: SECRET }).generate({ timestamp: Date.now() + offsetSeconds * 1000 });

describe("the password", () => {
  test("opens a session that ends on every host with sign-out", async () => {
    const browser = new TestBrowser();
    expect(await (await attempt(browser)).json()).toEqual({
      status: "signed_in",
      redirect_to: "/onboarding",
    });
    const cookie = browser.cookieHeader();
    expect((await browser.call(getMe)).status).toBe(200);
    expect((await browser.call(signOutRoute)).status).toBe(200);
    expect(browser.jar().has(SESSION_COOKIE)).toBe(false);
    expect((await browser.call(getMe, { headers: { cookie } })).status).toBe(401);
  });

  test("that was changed while it was compared opens nothing, in a known browser and in a strange one", async () => {
    const known = new TestBrowser();
    expect((await attempt(known)).status).toBe(200);
    for (const browser of [known, new TestBrowser()]) {
      await setPassword(user.id, PASSWORD);
      const change = await systemPool().connect();
      try {
        await change.query("begin");
        await change.query(
          "update platform.credentials set password_hash = password_hash || 'x' where user_id = $1",
          [user.id],
        );
        const signingIn = attempt(browser);
        await vi.waitFor(async () => {
          const { rows } = await change.query<{ n: number }>(
            "select count(*)::int as n from pg_locks where not granted and locktype = 'transactionid' and transactionid = pg_current_xact_id()::xid",
          );
          expect(rows[0]?.n).toBe(1);
        }, 5000);
        await change.query("commit");
        expect((await signingIn).status).toBe(401);
      } finally {
        change.release();
      }
    }
  });

  test("every failure is one answer after the same work", async () => {
    const disabled = await makeUser();
    await setPassword(disabled.id, PASSWORD);
    await systemPool().query("update platform.users set status = 'disabled' where id = $1", [disabled.id]);
    const withoutPassword = await makeUser();
    const wrong = await seen(await attempt(new TestBrowser(), { password: "wrong" }));
    expect(wrong.status).toBe(401);
    expect(wrong.problem.reason).toBe("credentials_invalid");
    for (const email of ["nobody@example.test", disabled.email, withoutPassword.email]) {
      expect(await seen(await attempt(new TestBrowser(), { email }))).toEqual(wrong);
    }
    const compared = await compareTimes(
      () => attempt(new TestBrowser(), { password: "wrong" }),
      () => attempt(new TestBrowser(), { email: "nobody@example.test" }),
    );
    expect(compared).toMatchObject({ isAlike: true });
  });

  test("control: without the dummy hash an unknown person answers sooner", async () => {
    const stored = await hash(PASSWORD, { algorithm: ARGON2ID, memoryCost: 65_536, timeCost: 2 });
    const compared = await compareTimes(
      () => verifyPassword("wrong", stored),
      () => Promise.resolve({ matches: false }),
    );
    expect(compared).toMatchObject({ isAlike: false });
  });

  test("is typed alike on every keyboard, and an old hash is renewed", async () => {
    await setPassword(user.id, "caf\u0065\u0301 ruimte lantaarn");
    expect((await attempt(new TestBrowser(), { password: "caf\u00e9 ruimte lantaarn" })).status).toBe(200);
    const old = await hash(PASSWORD, { algorithm: ARGON2ID, memoryCost: 8192, timeCost: 1 });
    await systemPool().query("update platform.credentials set password_hash = $2 where user_id = $1", [
      user.id,
      old,
    ]);
    expect((await attempt(new TestBrowser())).status).toBe(200);
    const { rows } = await systemPool().query<{ password_hash: string }>(
      "select password_hash from platform.credentials where user_id = $1",
      [user.id],
    );
    expect(rows[0]?.password_hash).toMatch(/^\$argon2id\$v=19\$m=65536,t=2,p=1\$/);
    expect((await attempt(new TestBrowser())).status).toBe(200);
  });

  test("a session of before is ended and replaced", async () => {
    const browser = new TestBrowser();
    await attempt(browser);
    const before = browser.cookieHeader();
    await attempt(browser);
    expect((await browser.call(getMe)).status).toBe(200);
    expect((await browser.call(getMe, { headers: { cookie: before } })).status).toBe(401);
  });

  test("is asked for by this site only, on the root host only", async () => {
    const browser = new TestBrowser();
    const body = { email: user.email, password: PASSWORD };
    for (const origin of ["http://evil.test", `http://${tenant.slug}.atrium.localhost:3000`, "null"]) {
      expect((await browser.call(signInRoute, { body, headers: { origin } })).status).toBe(403);
    }
    expect((await browser.call(signInRoute, { body, slug: tenant.slug })).status).toBe(404);
  });
});

describe("limits", () => {
  test("right passwords cost nothing", async () => {
    const browser = new TestBrowser();
    for (let round = 0; round < 15; round += 1) expect((await attempt(browser)).status).toBe(200);
  });

  test("one address may try a hundred times, whomever it tries; an IPv6 customer is one address", async () => {
    const spray = await Promise.all(
      Array.from({ length: 120 }, (_, index) =>
        new TestBrowser(`2001:db8:0:7::${index.toString(16)}`).call(signInRoute, {
          body: { email: `victim-${index}@example.test`, password: "wrong" },
        }),
      ),
    );
    expect(spray.filter((answer) => answer.status === 401)).toHaveLength(100);
    expect((await attempt(new TestBrowser("2001:db8:0:8::1"))).status).toBe(200);
  });
});

describe("where to", () => {
  const target = async (change: Record<string, unknown> = {}) =>
    ((await (await attempt(new TestBrowser(), change)).json()) as { redirect_to: string }).redirect_to;

  test("the workspace asked for, the only one, the picker, an invitation, onboarding; never another site", async () => {
    expect(await target()).toBe("/onboarding");
    const admin = await makeContext(tenant, tenant.owner);
    await inviteMembers(admin, { invitations: [{ email: user.email, role: "viewer" }] });
    expect(await target()).toBe("/workspaces");
    expect(await listMyInvitations(makeUserContext(user))).toMatchObject([{ tenantName: tenant.slug }]);
    expect(await listMyInvitations(makeUserContext(tenant.owner))).toEqual([]);
    await addMember(tenant, user, "viewer");
    expect(await target()).toBe(`/switch?to=${tenant.slug}`);
    await addMember(await makeTenant(), user, "viewer");
    expect(await target()).toBe("/workspaces");
    expect(await target({ to: "acme", next: "/agents?x=1" })).toBe("/switch?to=acme&next=%2Fagents%3Fx%3D1");
    expect(await target({ to: "acme", next: "//evil.test" })).toBe("/switch?to=acme");
    expect(await target({ next: "https://evil.test" })).toBe("/workspaces");
    expect(await target({ next: "/invitations/accept" })).toBe("/invitations/accept");
  });
});

describe("the second step", () => {
  async function challenged(): Promise<TestBrowser> {
    const browser = new TestBrowser();
    const answer = await attempt(browser);
    expect(await answer.json()).toEqual({ status: "totp_required", redirect_to: null });
    expect(browser.jar().has(SESSION_COOKIE)).toBe(false);
    return browser;
  }
  const step = (browser: TestBrowser, code: string) => browser.call(totpRoute, { body: { code } });

  beforeEach(async () => {
    await giveFactor(user.id, SECRET);
  });

  test("a code opens the session with a second factor; it alone or the password alone open nothing", async () => {
    const browser = await challenged();
    expect((await browser.call(getMe)).status).toBe(401);
    expect((await step(new TestBrowser(), codeAt())).status).toBe(409);
    expect((await attempt(new TestBrowser(), { password: "wrong", code: codeAt() })).status).toBe(422);
    expect((await step(browser, codeAt())).status).toBe(200);
    const { rows } = await systemPool().query(
      "select mfa_at is not null as mfa from platform.sessions where user_id = $1 and revoked_at is null",
      [user.id],
    );
    expect(rows).toEqual([{ mfa: true }]);
  });

  test("each code is good once: again, in parallel by 100 challenges, and the step before", async () => {
    const browsers = await Promise.all(Array.from({ length: 15 }, challenged));
    const code = codeAt();
    const answers = await Promise.all(browsers.map((browser) => step(browser, code)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect((await step(await challenged(), codeAt(-30))).status).toBe(422);
  });

  test("codes two steps off are wrong", async () => {
    expect((await step(await challenged(), codeAt(-90))).status).toBe(422);
    expect((await step(await challenged(), codeAt(90))).status).toBe(422);
  });

  test("a challenge answers five tries, whatever comes after", async () => {
    const browser = await challenged();
    const wrong = codeAt() === "000000" ? "111111" : "000000";
    const answers = await Promise.all(Array.from({ length: 12 }, () => step(browser, wrong)));
    expect(answers.filter((answer) => answer.status === 422)).toHaveLength(5);
    expect((await step(browser, codeAt())).status).toBe(409);
  });

  test("twenty tries an hour a person, over all challenges", async () => {
    const wrong = codeAt() === "000000" ? "111111" : "000000";
    let evaluated = 0;
    for (let round = 0; round < 6; round += 1) {
      const browser = await challenged();
      for (let guess = 0; guess < 5; guess += 1) {
        if ((await step(browser, wrong)).status === 422) evaluated += 1;
      }
    }
    expect(evaluated).toBe(20);
  });

  test("a late challenge and a disabled person are refused", async () => {
    const late = await challenged();
    await systemPool().query("update platform.auth_tokens set expires_at = now() where user_id = $1", [
      user.id,
    ]);
    expect((await step(late, codeAt())).status).toBe(409);
    const gone = await challenged();
    await systemPool().query("update platform.users set status = 'disabled' where id = $1", [user.id]);
    expect((await step(gone, codeAt())).status).toBe(422);
  });
});
