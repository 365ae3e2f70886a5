import { beforeEach, expect, test } from "vitest";
import { POST as signIn } from "@/app/api/auth-flows/sign-in/route";
import { PUT as putPassword } from "@/app/api/v1/me/password/route";
import { PUT as putPreferences } from "@/app/api/v1/me/preferences/route";
import { GET as getMe, PUT as putMe } from "@/app/api/v1/me/route";
import { DELETE as endSession } from "@/app/api/v1/me/sessions/[id]/route";
import { DELETE as endOthers, GET as getSessions } from "@/app/api/v1/me/sessions/route";
import type { SessionItem } from "@/lib/auth/schema";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { addMember, makeTenant, makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { mailsTo, setPassword, TestBrowser } from "@/lib/testing/test-browser";

const PASSWORD = "vivid otter paints 73 barns";
const FRESH = "seven quiet lanterns 42";
let user: TestUser;

beforeEach(async () => {
  user = await makeUser();
  await setPassword(user.id, PASSWORD);
});

async function signedIn(who = user): Promise<TestBrowser> {
  const browser = new TestBrowser();
  const answer = await browser.call(signIn, { body: { email: who.email, password: PASSWORD } });
  expect(answer.status).toBe(200);
  return browser;
}

const sessionsOf = async (browser: TestBrowser) =>
  ((await (await browser.call(getSessions)).json()) as { data: SessionItem[] }).data;

test("names change for the person and in every workspace", async () => {
  const tenant = await makeTenant();
  await addMember(tenant, user, "viewer");
  const browser = await signedIn();
  const answer = await browser.call(putMe, {
    body: { first_name: " Noor ", time_zone: "America/Los_Angeles" },
  });
  expect(await answer.json()).toMatchObject({
    first_name: "Noor",
    last_name: "Person",
    time_zone: "America/Los_Angeles",
  });
  const { rows } = await systemPool().query("select first_name from shared.memberships where user_id = $1", [
    user.id,
  ]);
  expect(rows).toEqual([{ first_name: "Noor" }]);
  const events = await systemPool().query(
    "select before, after from platform.platform_events where target_id = $1 and action = 'user.renamed'",
    [user.id],
  );
  expect(events.rows).toEqual([
    { before: { first_name: "Test", last_name: "Person" }, after: { first_name: "Noor" } },
  ]);
});

test("nothing but the own profile fields can be written", async () => {
  const browser = await signedIn();
  const before = await (await browser.call(getMe)).json();
  const tries = ["id", "email", "platform_role", "status", "tenant_id", "role", "email_verified_at"];
  for (const field of tries) {
    expect((await browser.call(putMe, { body: { [field]: newId() } })).status).toBe(422);
  }
  for (const body of [{ locale: "de" }, { theme: "blue" }, { time_zone: "Mars/Base" }, { first_name: "" }]) {
    expect((await browser.call(putMe, { body })).status).toBe(422);
  }
  expect(await (await browser.call(getMe)).json()).toEqual(before);
});

test("language and theme are kept for the next browser", async () => {
  const browser = await signedIn();
  await browser.call(putPreferences, { body: { locale: "nl" } });
  await browser.call(putPreferences, { body: { theme: "dark" } });
  expect(await (await (await signedIn()).call(getMe)).json()).toMatchObject({ locale: "nl", theme: "dark" });
  expect((await browser.call(putPreferences, { body: { first_name: "No" } })).status).toBe(422);
});

test("a new password needs the current one, ends the other sessions and is told by mail", async () => {
  const [here, there] = [await signedIn(), await signedIn()];
  const change = (current_password: string, new_password = FRESH) =>
    here.call(putPassword, { body: { current_password, new_password } });
  const wrong = await change("wrong");
  expect(await wrong.json()).toMatchObject({
    errors: [{ path: "current_password", code: "password_incorrect" }],
  });
  expect(await (await change(PASSWORD, "Password1234")).json()).toMatchObject({
    errors: [{ path: "new_password", code: "password_common" }],
  });
  expect((await there.call(getMe)).status).toBe(200);
  expect((await change(PASSWORD)).status).toBe(204);
  expect((await here.call(getMe)).status).toBe(200);
  expect((await there.call(getMe)).status).toBe(401);
  expect((await mailsTo(user.email)).map((mail) => mail.template)).toEqual([
    "new_sign_in",
    "password_changed",
  ]);
});

test("guessing the current password through a stolen session is limited", async () => {
  const browser = await signedIn();
  const answers = await Promise.all(
    Array.from({ length: 15 }, () =>
      browser.call(putPassword, { body: { current_password: "wrong", new_password: FRESH } }),
    ),
  );
  expect(answers.filter((answer) => answer.status === 422)).toHaveLength(10);
});

test("sessions are listed and ended one by one or all others at once; another's is as good as none", async () => {
  const [here, there, elsewhere] = [await signedIn(), await signedIn(), await signedIn()];
  const stranger = await makeUser();
  await setPassword(stranger.id, PASSWORD);
  const [foreign] = await sessionsOf(await signedIn(stranger));
  const list = await sessionsOf(here);
  expect(list).toHaveLength(3);
  expect(list.filter((session) => session.current)).toHaveLength(1);
  expect(JSON.stringify(list)).not.toMatch(/hash|sid/);

  const problem = async (id: string) => {
    const answer = await here.call(endSession, { params: { id } });
    const { request_id, ...body } = (await answer.json()) as Record<string, unknown>;
    return { status: answer.status, body };
  };
  expect(await problem(foreign?.id ?? "")).toEqual(await problem(newId()));
  const mine = (await sessionsOf(there)).find((session) => session.current);
  expect((await here.call(endSession, { params: { id: mine?.id ?? "" } })).status).toBe(204);
  expect((await there.call(getMe)).status).toBe(401);
  expect((await here.call(endOthers)).status).toBe(204);
  expect((await elsewhere.call(getMe)).status).toBe(401);
  expect(await sessionsOf(here)).toHaveLength(1);
});

test("a session ends by idleness, by age and with the person", async () => {
  const ends = async (sql: string) => {
    const browser = await signedIn();
    expect((await browser.call(getMe)).status).toBe(200);
    await systemPool().query(sql, [user.id]);
    return (await browser.call(getMe)).status;
  };
  expect(await ends("update platform.sessions set idle_expires_at = now() where user_id = $1")).toBe(401);
  expect(await ends("update platform.sessions set absolute_expires_at = now() where user_id = $1")).toBe(401);
  expect(await ends("update platform.sessions set revoked_at = now() where user_id = $1")).toBe(401);
  expect(await ends("update platform.users set status = 'disabled' where id = $1")).toBe(401);
});

test("nobody is anonymous here, and other sites' pages change nothing", async () => {
  for (const handler of [getMe, putMe, putPreferences, putPassword, getSessions, endOthers]) {
    expect((await new TestBrowser().call(handler, { body: undefined })).status).toBe(401);
  }
  const browser = await signedIn();
  const forged = await browser.call(putMe, {
    body: { first_name: "X" },
    headers: { origin: "http://evil.test" },
  });
  expect(forged.status).toBe(403);
});
