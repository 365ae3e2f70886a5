import { beforeEach, expect, test } from "vitest";
import { POST as notMe } from "@/app/api/auth-flows/not-me/route";
import { POST as complete } from "@/app/api/auth-flows/password-reset/complete/route";
import { POST as signIn } from "@/app/api/auth-flows/sign-in/route";
import { POST as remove } from "@/app/api/v1/me/deletion/route";
import { PUT as putPassword } from "@/app/api/v1/me/password/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { DELETE as endSession } from "@/app/api/v1/me/sessions/[id]/route";
import { DELETE as endOthers, GET as getSessions } from "@/app/api/v1/me/sessions/route";
import type { SessionItem } from "@/lib/auth/schema";
import { systemPool } from "@/lib/infra/database/pools";
import { giveFactor } from "@/lib/testing/give-factor";
import { makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { mailsTo, setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { DEVICE_COOKIE } from "./device-cookie";

const PASSWORD = "vivid otter paints 73 barns";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
let user: TestUser;

beforeEach(async () => {
  user = await makeUser();
  await setPassword(user.id, PASSWORD);
});

async function enter(browser = new TestBrowser()): Promise<TestBrowser> {
  const body = { email: user.email, password: PASSWORD };
  const answer = await browser.call(signIn, { body, headers: { "user-agent": FIREFOX } });
  expect(answer.status).toBe(200);
  return browser;
}

const told = async () => (await mailsTo(user.email)).filter(({ template }) => template === "new_sign_in");
const deviceCount = async () =>
  (await systemPool().query("select 1 from platform.known_devices where user_id = $1", [user.id])).rowCount;
const tokenOf = (mail: { data: Record<string, unknown> } | undefined) =>
  new URL(String(mail?.data.url)).hash.replace("#token=", "");

test("a sign-in from a browser that the account does not know is mailed, once; the first of all is not", async () => {
  const home = await enter();
  expect(await told()).toEqual([]);
  await enter(home);
  expect(await told()).toEqual([]);
  const work = await enter();
  expect(await told()).toMatchObject([{ data: { browser: "Firefox", system: "Linux", ip: work.ip } }]);
  await enter(work);
  expect(await told()).toHaveLength(1);
  // The mark alone opens nothing, and is stored as a hash.
  const mark = home.jar().get(DEVICE_COOKIE) ?? "";
  expect(mark).toMatch(/^[A-Za-z0-9_-]{43}$/);
  const { rows } = await systemPool().query("select * from platform.known_devices where user_id = $1", [
    user.id,
  ]);
  expect(JSON.stringify(rows)).not.toContain(mark);
  const bare = new TestBrowser();
  bare.jar().set(DEVICE_COOKIE, mark);
  expect((await bare.call(getMe)).status).toBe(401);
});

test("this was not me: that session ends, its browser is strange again and a reset begins; the link works once", async () => {
  const [home, thief] = [await enter(), await enter()];
  const token = tokenOf((await told())[0]);
  const visitor = new TestBrowser();
  const answer = await visitor.call(notMe, { body: { token } });
  const { redirect_to } = (await answer.json()) as { redirect_to: string };
  expect((await thief.call(getMe)).status).toBe(401);
  expect((await home.call(getMe)).status).toBe(200);
  expect(await deviceCount()).toBe(1);
  expect((await visitor.call(notMe, { body: { token } })).status).toBe(409);
  const reset = new URLSearchParams(redirect_to.split("#")[1]).get("token") ?? "";
  const fresh = { token: reset, password: "seven quiet lanterns 42" };
  expect((await visitor.call(complete, { body: fresh })).status).toBe(200);
  expect((await home.call(getMe)).status).toBe(401);
  expect((await visitor.call(notMe, { body: { token: "x" } })).status).toBe(409);
});

test("the link works after the thief has changed the password and linked an identity: both are undone", async () => {
  const home = await enter();
  const thief = await enter();
  const token = tokenOf((await told())[0]);
  const stolen = { current_password: PASSWORD, new_password: "mine now forever 99 owls" };
  expect((await thief.call(putPassword, { body: stolen })).status).toBe(204);
  expect((await home.call(getMe)).status).toBe(401);
  await systemPool().query(
    "insert into platform.identities (id, user_id, provider, provider_subject) values (gen_random_uuid(), $1, 'github', $2)",
    [user.id, `thief-${user.id}`],
  );
  const again = new TestBrowser();
  const body = { email: user.email, password: stolen.new_password };
  expect((await again.call(signIn, { body })).status).toBe(200);
  const answer = await home.call(notMe, { body: { token } });
  const { redirect_to } = (await answer.json()) as { redirect_to: string };
  expect([(await thief.call(getMe)).status, (await again.call(getMe)).status]).toEqual([401, 401]);
  const { rows } = await systemPool().query("select 1 from platform.identities where user_id = $1", [
    user.id,
  ]);
  expect(rows).toEqual([]);
  const reset = new URLSearchParams(redirect_to.split("#")[1]).get("token") ?? "";
  const fresh = { token: reset, password: "seven quiet lanterns 42" };
  expect((await home.call(complete, { body: fresh })).status).toBe(200);
  expect((await again.call(signIn, { body })).status).toBe(401);
});

test("the link takes back a deletion and the thief's factors; not a super admin's only ones", async () => {
  await enter();
  const thief = await enter();
  const token = tokenOf((await told())[0]);
  await giveFactor(user.id);
  await systemPool().query(
    "insert into platform.recovery_codes (id, user_id, salt, code_hash) values (gen_random_uuid(), $1, 'a', 'b')",
    [user.id],
  );
  await systemPool().query("update platform.sessions set mfa_at = now() where user_id = $1", [user.id]);
  expect((await thief.call(remove, { body: { workspaces: [] } })).status).toBe(202);
  expect((await new TestBrowser().call(notMe, { body: { token } })).status).toBe(200);
  const { rows } = await systemPool().query(
    `select u.status, platform.has_factor(u.id) as factor,
       exists (select 1 from platform.recovery_codes c where c.user_id = u.id) as codes
     from platform.users u where u.id = $1`,
    [user.id],
  );
  expect(rows).toEqual([{ status: "active", factor: false, codes: false }]);
  // The owner gets in with the password alone, as before.
  await enter();
  await systemPool().query("update platform.users set platform_role = 'super_admin' where id = $1", [
    user.id,
  ]);
  await systemPool().query(
    `insert into platform.passkeys (id, user_id, credential_id, public_key, name)
     values (gen_random_uuid(), $1, $2, 'k', 'Key')`,
    [user.id, Buffer.from(user.id)],
  );
  const again = { token: tokenOf((await told()).at(-1)) };
  expect((await new TestBrowser().call(notMe, { body: again })).status).toBe(200);
  const kept = await systemPool().query("select 1 from platform.passkeys where user_id = $1", [user.id]);
  expect(kept.rowCount).toBe(1);
});

test("the first sign-in after a factor reset is mailed although no browser is known any more", async () => {
  await enter();
  await systemPool().query("delete from platform.known_devices where user_id = $1", [user.id]);
  await enter();
  expect(await told()).toHaveLength(1);
});

test("a browser whose session is ended by hand is strange again; the one that ends it stays known", async () => {
  const [here, there] = [await enter(), await enter()];
  const sitsAt = (ip: string) =>
    systemPool().query("update platform.sessions set ip = $2 where user_id = $1", [user.id, ip]);
  const list = async () => ((await (await here.call(getSessions)).json()) as { data: SessionItem[] }).data;
  const data = await list();
  expect(data).toHaveLength(2);
  expect(data[0]).toMatchObject({
    second_step: false,
    network: { kind: "public" },
    place: { kind: "unknown" },
  });
  await sitsAt("145.97.39.155");
  expect((await list())[1]).toMatchObject({ place: { kind: "country", country: "NL" } });
  await sitsAt("192.168.1.4");
  expect((await list())[1]).toMatchObject({ place: { kind: "local" }, network: { kind: "private" } });
  const other = data.find((session) => !session.current);
  expect((await here.call(endSession, { params: { id: other?.id ?? "" } })).status).toBe(204);
  expect(await deviceCount()).toBe(1);
  await enter(there);
  expect(await told()).toHaveLength(2);
  expect((await here.call(endOthers)).status).toBe(204);
  expect(await deviceCount()).toBe(1);
  await enter(here);
  expect(await told()).toHaveLength(2);
});

test("a mark that came twice or misshapen is a new one", async () => {
  const home = await enter();
  const mark = home.jar().get(DEVICE_COOKIE) ?? "";
  const body = { email: user.email, password: PASSWORD };
  for (const cookie of [`${DEVICE_COOKIE}=${mark}; ${DEVICE_COOKIE}=${mark}`, `${DEVICE_COOKIE}=${mark}=`]) {
    const answer = await new TestBrowser().call(signIn, { body, headers: { cookie } });
    const set = answer.headers.getSetCookie().find((line) => line.startsWith(DEVICE_COOKIE)) ?? "";
    expect(set).not.toContain(mark);
    expect(set).toMatch(/HttpOnly; Secure; SameSite=Lax/);
  }
});
