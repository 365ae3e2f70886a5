import { POST as complete } from "@/app/api/auth-flows/password-reset/complete/route";
import { POST as requestReset } from "@/app/api/auth-flows/password-reset/route";
import { POST as signOut } from "@/app/api/auth-flows/sign-out/route";
import { PUT as putPassword } from "@/app/api/v1/me/password/route";
import { DELETE as endSession } from "@/app/api/v1/me/sessions/[id]/route";
import { DELETE as endOthers, GET as getSessions } from "@/app/api/v1/me/sessions/route";
import { POST as stepUp } from "@/app/api/v1/me/step-up/route";
import { sealSession } from "@/lib/auth/session-cookie";
import { systemPool } from "@/lib/infra/database/pools";
import { newToken } from "@/lib/infra/tokens";
import { mailsTo, TestBrowser } from "@/lib/testing/test-browser";
import { PASSWORD } from "../lockout/victim";
import { type AccessReport, judge } from "../report";
import { enter, makeVisitor, type Visitor, worthOf } from "./visitor";

const HOST = "atrium.localhost:3000";
const FRESH = "seven quiet lanterns 42";

type End = [
  name: string,
  end: (visitor: Visitor, other: TestBrowser) => Promise<unknown>,
  ended: "own" | "other",
];

const sql = (text: string) => (visitor: Visitor) => systemPool().query(text, [visitor.id]);

/** Every way in which a session ends, and which of two sessions it ends. */
const ENDS: End[] = [
  ["signing out", (visitor) => visitor.browser.call(signOut), "own"],
  ["revoking one", revokeOther, "other"],
  ["revoking all others", (visitor) => visitor.browser.call(endOthers), "other"],
  [
    "changing the password",
    (visitor) =>
      visitor.browser.call(putPassword, { body: { current_password: PASSWORD, new_password: FRESH } }),
    "other",
  ],
  ["resetting the password", resetPassword, "own"],
  ["disabling the person", sql("update platform.users set status = 'disabled' where id = $1"), "own"],
  ["deleting the person", sql("delete from platform.users where id = $1"), "own"],
  ["idleness", sql("update platform.sessions set idle_expires_at = now() where user_id = $1"), "own"],
  ["age", sql("update platform.sessions set absolute_expires_at = now() where user_id = $1"), "own"],
];

/** The next request after an end is refused; what was signed in before is never taken up by signing in. */
export async function proveEnds(report: AccessReport): Promise<void> {
  for (const [name, end, ended] of ENDS) {
    const visitor = await makeVisitor();
    const other = new TestBrowser();
    await enter(other, visitor.email);
    const cookies = { own: visitor.browser.cookieHeader(), other: other.cookieHeader() };
    const before = await worthOf(cookies[ended]);
    await end(visitor, other);
    const after = await worthOf(cookies[ended]);
    judge(report, "violations", before === 200, `${name}: before it, the session was answered ${before}`);
    judge(report, "replays_accepted", after === 401, `${name}: the request after it was answered ${after}`);
  }
  await proveRotation(report);
  await proveReplacement(report);
}

async function proveRotation(report: AccessReport): Promise<void> {
  const visitor = await makeVisitor();
  const first = visitor.browser.cookieHeader();
  await enter(visitor.browser, visitor.email);
  const second = visitor.browser.cookieHeader();
  judge(
    report,
    "replays_accepted",
    (await worthOf(first)) === 401,
    "signing in again leaves the old session",
  );
  judge(report, "violations", (await worthOf(second)) === 200, "signing in again gives no session");
  // Fixation: an identifier that an attacker chose and planted before the victim signs in.
  const planted = new TestBrowser();
  const sealed = (await sealSession(newToken(), HOST)).split(";")[0] ?? "";
  planted.jar().set(sealed.slice(0, sealed.indexOf("=")), sealed.slice(sealed.indexOf("=") + 1));
  await enter(planted, visitor.email);
  judge(report, "forged_accepted", (await worthOf(sealed)) === 401, "a planted session was taken up");
  const mine = await makeVisitor();
  const theirs = mine.browser.cookieHeader();
  await enter(mine.browser, visitor.email);
  judge(
    report,
    "replays_accepted",
    (await worthOf(theirs)) === 401,
    "a stranger's own session became the victim's",
  );
}

/** What raises a session replaces its cookie: the old one is worth one request, with the old rights, and then none. */
async function proveReplacement(report: AccessReport): Promise<void> {
  const raise: [string, (visitor: Visitor) => Promise<Response>][] = [
    ["a proof of identity", ({ browser }) => browser.call(stepUp, { body: { password: PASSWORD } })],
    [
      "a new password",
      ({ browser }) =>
        browser.call(putPassword, { body: { current_password: PASSWORD, new_password: FRESH } }),
    ],
  ];
  for (const [name, act] of raise) {
    const visitor = await makeVisitor();
    const old = visitor.browser.cookieHeader();
    const made = await act(visitor);
    judge(report, "violations", made.status === 204, `${name} was answered ${made.status}`);
    const fresh = await worthOf(visitor.browser.cookieHeader());
    judge(report, "violations", fresh === 200, `the cookie after ${name} was answered ${fresh}`);
    const tries = [await worthOf(old), await worthOf(old), await worthOf(old)];
    const alive = tries.filter((status) => status !== 401).length;
    judge(report, "replays_accepted", alive <= 1, `after ${name} the old cookie was answered ${tries}`);
  }
  // The known-bad variant: the row is raised and the cookie stays.
  const visitor = await makeVisitor();
  const copy = visitor.browser.cookieHeader();
  await systemPool().query("update platform.sessions set auth_at = now() where user_id = $1", [visitor.id]);
  await worthOf(copy);
  report.controls["a proof of identity that keeps the cookie"] = (await worthOf(copy)) === 200;
}

async function revokeOther(visitor: Visitor): Promise<unknown> {
  const answer = await visitor.browser.call(getSessions);
  const { data } = (await answer.json()) as { data: { id: string; current: boolean }[] };
  const id = data.find((session) => !session.current)?.id ?? "";
  return visitor.browser.call(endSession, { params: { id } });
}

async function resetPassword(visitor: Visitor): Promise<unknown> {
  await new TestBrowser().call(requestReset, { body: { email: visitor.email } });
  const mail = (await mailsTo(visitor.email)).findLast(({ template }) => template === "password_reset");
  const token = new URLSearchParams(new URL(String(mail?.data.url)).hash.slice(1)).get("token");
  return new TestBrowser().call(complete, { body: { token, password: FRESH } });
}
