import { beforeAll, expect, test } from "vitest";
import { GET as accept } from "@/app/api/auth-flows/accept-hand-off/route";
import { GET as begin } from "@/app/api/auth-flows/begin-hand-off/route";
import { POST as handOff } from "@/app/api/auth-flows/hand-off/route";
import { POST as signInRoute } from "@/app/api/auth-flows/sign-in/route";
import { POST as signOutRoute } from "@/app/api/auth-flows/sign-out/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { SESSION_COOKIE } from "@/lib/auth/session-cookie";
import { systemPool } from "@/lib/infra/database/pools";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { setPassword, TestBrowser } from "@/lib/testing/test-browser";

const PASSWORD = "vivid otter paints 73 barns";
let tenant: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  tenant = await makeTenant();
  other = await makeTenant();
  await setPassword(tenant.owner.id, PASSWORD);
  await setPassword(other.owner.id, PASSWORD);
});

async function signedIn(who: TestTenant = tenant): Promise<TestBrowser> {
  const browser = new TestBrowser();
  const answer = await browser.call(signInRoute, { body: { email: who.owner.email, password: PASSWORD } });
  expect(await answer.json()).toEqual({ status: "signed_in", redirect_to: `/switch?to=${who.slug}` });
  return browser;
}

/** Walks to the code: nonce on the tenant host, code from the root host. */
async function codeUrl(browser: TestBrowser, slug = tenant.slug, next = "/agents?x=1"): Promise<URL> {
  const begun = await browser.call(begin, { slug, query: `?next=${encodeURIComponent(next)}` });
  expect(begun.status).toBe(303);
  const back = new URL(begun.headers.get("location") ?? "");
  expect(back.host).toBe("atrium.localhost:3000");
  const made = await browser.call(handOff, { body: Object.fromEntries(back.searchParams) });
  expect(made.status).toBe(200);
  return new URL(((await made.json()) as { url: string }).url);
}

test("a session of the root host is taken over by the tenant host with one code, and both end together", async () => {
  const browser = await signedIn();
  const url = await codeUrl(browser);
  expect(url.host).toBe(`${tenant.slug}.atrium.localhost:3000`);
  const accepted = await browser.call(accept, { slug: tenant.slug, query: url.search });
  expect(accepted.status).toBe(303);
  expect(accepted.headers.get("location")).toBe(`http://${tenant.slug}.atrium.localhost:3000/agents?x=1`);
  expect((await browser.call(getMe, { slug: tenant.slug })).status).toBe(200);
  await browser.call(signOutRoute, { slug: tenant.slug });
  expect((await browser.call(getMe)).status).toBe(401);
});

test("the account's language and theme come along to the workspace's host", async () => {
  await systemPool().query("update platform.users set locale = 'nl', theme = 'dark' where id = $1", [
    tenant.owner.id,
  ]);
  const browser = new TestBrowser();
  browser.jar().set("atrium.locale", "en");
  await browser.call(signInRoute, { body: { email: tenant.owner.email, password: PASSWORD } });
  expect([browser.jar().get("atrium.locale"), browser.jar().get("atrium.theme")]).toEqual(["en", "dark"]);
  browser.jar(tenant.slug).set("atrium.locale", "en");
  await browser.call(accept, { slug: tenant.slug, query: (await codeUrl(browser)).search });
  const there = browser.jar(tenant.slug);
  expect([there.get("atrium.locale"), there.get("atrium.theme")]).toEqual(["nl", "dark"]);
});

test("each code works once, even under 50 parallel tries", async () => {
  const browser = await signedIn();
  const url = await codeUrl(browser);
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => browser.call(accept, { slug: tenant.slug, query: url.search })),
  );
  const won = answers.filter((answer) => answer.headers.get("set-cookie")?.includes(SESSION_COOKIE));
  expect(won).toHaveLength(1);
});

test("a code is refused on another host, in another browser, when late and when the session has ended", async () => {
  const failed = async (url: URL, browser: TestBrowser, slug = tenant.slug) => {
    const answer = await browser.call(accept, { slug, query: url.search });
    expect(answer.headers.get("set-cookie") ?? "").not.toContain(SESSION_COOKIE);
    expect(answer.headers.get("location")).toContain("notice=hand_off_expired");
  };
  const browser = await signedIn();
  const elsewhere = await codeUrl(browser);
  browser
    .jar(other.slug)
    .set("__Host-atrium.hand-off", browser.jar(tenant.slug).get("__Host-atrium.hand-off") ?? "");
  await failed(elsewhere, browser, other.slug);

  const victim = new TestBrowser();
  await failed(elsewhere, victim);
  await victim.call(begin, { slug: tenant.slug });
  await failed(elsewhere, victim);

  const late = await codeUrl(browser);
  await systemPool().query(
    "update platform.auth_tokens set expires_at = now() where kind = 'handoff' and used_at is null",
  );
  await failed(late, browser);

  const ended = await codeUrl(browser);
  await browser.call(signOutRoute);
  await failed(ended, browser);
});

test("nobody gets a code for a workspace they do not belong to, nor for the back-office", async () => {
  const browser = await signedIn();
  const state = "a".repeat(43);
  const bodies = await Promise.all(
    [other.slug, "no-such-place", "admin"].map(async (to) => {
      const answer = await browser.call(handOff, { body: { to, state } });
      const { request_id, ...body } = (await answer.json()) as { request_id: string };
      return { status: answer.status, body };
    }),
  );
  expect(bodies[0]?.status).toBe(404);
  expect(bodies[1]).toEqual(bodies[0]);
  expect(bodies[2]).toEqual(bodies[0]);
});

test("a host gets a key of its own: no secret of the session travels with the code", async () => {
  const browser = await signedIn();
  const url = await codeUrl(browser);
  const { rows } = await systemPool().query<{ payload: object }>(
    "select payload from platform.auth_tokens where kind = 'handoff' order by id desc limit 1",
  );
  expect(Object.keys(rows[0]?.payload ?? {}).sort()).toEqual(["auth_at", "state"]);
  await browser.call(accept, { slug: tenant.slug, query: url.search });
  const keys = await systemPool().query(
    `select 1 from platform.session_keys k join platform.sessions s on s.id = k.session_id where s.user_id = $1`,
    [tenant.owner.id],
  );
  expect(keys.rowCount).toBeGreaterThan(0);
});
