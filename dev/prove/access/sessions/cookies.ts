import { GET as getMe } from "@/app/api/v1/me/route";
import { SESSION_COOKIE, sealSession } from "@/lib/auth/session-cookie";
import { systemPool } from "@/lib/infra/database/pools";
import { hashToken } from "@/lib/infra/tokens";
import { callRoute } from "@/lib/testing/call-route";
import { type AccessReport, judge } from "../report";
import { makeVisitor, worthOf } from "./visitor";

/** Cookies that another host of the same site could set, doubles, pieces, giants, and a session where a key belongs. */
export async function proveCookies(report: AccessReport): Promise<void> {
  const visitor = await makeVisitor();
  const attacker = await makeVisitor();
  const own = visitor.browser.jar().get(SESSION_COOKIE) ?? "";
  const foreign = attacker.browser.jar().get(SESSION_COOKIE) ?? "";
  const half = Math.floor(own.length / 2);
  const worthless: [string, string][] = [
    ["name.1 alone", `${SESSION_COOKIE}.1=${own}`],
    [
      "name.0 and name.1 in pieces",
      `${SESSION_COOKIE}.0=${own.slice(0, half)}; ${SESSION_COOKIE}.1=${own.slice(half)}`,
    ],
    ["name.9", `${SESSION_COOKIE}.9=${own}`],
    ["the same cookie twice", `${SESSION_COOKIE}=${own}; ${SESSION_COOKIE}=${own}`],
    ["another's before", `${SESSION_COOKIE}=${foreign}; ${SESSION_COOKIE}=${own}`],
    ["another's after", `${SESSION_COOKIE}=${own}; ${SESSION_COOKIE}=${foreign}`],
    ["without the prefix, as a parent domain may set it", `atrium.session=${own}`],
    ["the other prefix", `__Secure-atrium.session=${own}`],
    ["another case", `${SESSION_COOKIE.toUpperCase()}=${own}`],
    ["the library's own name", `next-auth.session-token=${own}; __Secure-next-auth.session-token=${own}`],
    ["quoted", `${SESSION_COOKIE}="${own}"`],
    ["8 KB", `${SESSION_COOKIE}=${own.padEnd(8192, "A")}`],
    ["8 KB of nothing", `${SESSION_COOKIE}=${"A".repeat(8192)}`],
    ["empty", `${SESSION_COOKIE}=`],
  ];
  for (const [name, cookie] of worthless) {
    const status = await worthOf(cookie);
    judge(report, "forged_accepted", status === 401, `${name} was answered ${status}`);
  }
  // What is tossed beside the right cookie neither helps nor hinders, and never opens the other session.
  for (const beside of [
    `${SESSION_COOKIE}.1=${foreign}`,
    `x${SESSION_COOKIE}=${foreign}`,
    `y=${"A".repeat(8000)}`,
  ]) {
    const who = await callRoute(getMe, { cookie: `${beside}; ${SESSION_COOKIE}=${own}` });
    const { id } = (await who.json()) as { id?: string };
    judge(report, "forged_accepted", id === visitor.id, `beside ${beside.slice(0, 30)}… it was ${id}`);
  }
  for (const scheme of ["Bearer", "bearer", "Token"]) {
    const status = await worthOf("", { authorization: `${scheme} ${own}` });
    judge(report, "forged_accepted", status === 401, `a session as ${scheme} was answered ${status}`);
    const beside = await worthOf(`${SESSION_COOKIE}=${own}`, { authorization: `${scheme} ${own}` });
    judge(report, "forged_accepted", beside === 401, `${scheme} beside a cookie was answered ${beside}`);
  }
  await proveHosts(report, visitor.id);
  const joined = joinedReader(
    `${SESSION_COOKIE}.0=${own.slice(0, half)}; ${SESSION_COOKIE}.1=${own.slice(half)}`,
  );
  report.controls["a reader that joins cookies of the same beginning"] = joined === own;
}

/** A session sealed for one host opens no other, although the row behind it is alive. */
async function proveHosts(report: AccessReport, userId: string): Promise<void> {
  const sid = `prove-${userId}`;
  await systemPool().query(
    `insert into platform.sessions (id, sid_hash, user_id, method, idle_expires_at, absolute_expires_at)
     values (gen_random_uuid(), $1, $2, 'password', now() + interval '1 hour', now() + interval '1 hour')`,
    [hashToken(sid), userId],
  );
  const sealedFor = async (host: string) => (await sealSession(sid, host)).split(";")[0] ?? "";
  const right = await worthOf(await sealedFor("atrium.localhost:3000"));
  judge(report, "violations", right === 200, `the right host was answered ${right}`);
  for (const host of [
    "acme.atrium.localhost:3000",
    "admin.atrium.localhost:3000",
    "atrium.localhost",
    "evil.test",
  ]) {
    const status = await worthOf(await sealedFor(host));
    judge(report, "forged_accepted", status === 401, `a cookie of ${host} was answered ${status}`);
  }
}

/** The known-bad variant: how the library reads a session that was split over several cookies. */
function joinedReader(header: string): string {
  return header
    .split("; ")
    .filter((pair) => pair.startsWith(SESSION_COOKIE))
    .map((pair) => pair.slice(pair.indexOf("=") + 1))
    .join("");
}
