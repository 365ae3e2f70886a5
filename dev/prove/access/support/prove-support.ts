import { GET as enterRoute } from "@/app/api/auth-flows/enter-support/route";
import { POST as stopRoute } from "@/app/api/auth-flows/stop-support/route";
import { GET as agentsRoute } from "@/app/api/v1/agents/route";
import { GET as meRoute } from "@/app/api/v1/me/route";
import { PERMISSION_KEYS } from "@/lib/access/permissions";
import { resolveRequest } from "@/lib/access/resolve-request";
import { enterSupportSession } from "@/lib/access/support/enter-support-session";
import { nonceState } from "@/lib/access/support/nonce-state";
import { openSession, SESSION_COOKIE, SUPPORT_COOKIE, sealSupport } from "@/lib/auth/session-cookie";
import { handOverSupportSession } from "@/lib/back-office/support/hand-over-support-session";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { makeTenant } from "@/lib/testing/make-tenant";
import { makeStaffSession, staffContext, start } from "@/lib/testing/support-world";
import { type AccessReport, emptyReport, judge } from "../report";
import type { AccessStage } from "../stage";
import { makePlace, open } from "./place";
import { proveRules } from "./prove-rules";
import { digestOf, type Place, sweepRoutes } from "./sweep-routes";

const MODES = ["read", "write"] as const;
/** From A-12: all that a member's place lends in write mode beside its reads. */
const LENT = new Set([
  "tenant:update",
  "branding:update",
  "agents:create",
  "agents:update",
  "agents:archive",
]);
const SHUT = /^(billing|data):/;
const ROOT = "atrium.localhost:3000";

/** whoever acts in a member's place reads, changes little or nothing, and nothing of it lasts or travels. */
export async function proveSupport(stage: AccessStage, report: AccessReport): Promise<void> {
  for (const mode of MODES) {
    await proveRoutes(report, mode, stage.quick && mode === "write");
    await provePermissions(report, mode);
  }
  await proveHandOver(stage, report);
  await proveTravel(report);
  await proveRules(report, stage.quick ? 12 : 100);
  await plantGateLeftOut(report);
  // It changes a function that everybody's requests pass: only where nobody else is.
  if (!stage.quick) await plantLimitLeftOut(report);
}

async function proveRoutes(
  report: AccessReport,
  mode: "read" | "write",
  onlyChanging: boolean,
): Promise<void> {
  const place = await makePlace();
  const { cookie, staff, id } = await open(place, mode);
  const before = await digestOf(place);
  const sweep = await sweepRoutes(place, cookie, mode, { onlyChanging });
  report.attempts += sweep.attempts;
  report.escalations += sweep.found.length;
  report.findings.push(...sweep.found.map((found) => `escalations: ${found}`));
  report.figures[`support: routes in ${mode} mode`] = `${sweep.attempts}, ${sweep.mutating} of them changing`;
  judge(report, "escalations", before === (await digestOf(place)), `${mode} mode changed what is off limits`);
  const { rows } = await systemPool().query<{ count: number }>(
    `select count(*)::int as count from shared.domain_events where tenant_id = $1 and occurred_at >= (
       select started_at from platform.support_sessions where id = $2)
     and (support_session_id is distinct from $2 or actor_id is distinct from $3 or on_behalf_of is distinct from $4
       or ticket is null)`,
    [place.tenant.id, id, staff.user.id, place.member.id],
  );
  judge(report, "violations", rows[0]?.count === 0, `${rows[0]?.count} rows in ${mode} mode lack a name`);
}

async function provePermissions(report: AccessReport, mode: "read" | "write"): Promise<void> {
  const place = await makePlace();
  const { cookie } = await open(place, mode);
  const resolved = await pageOf(place, cookie);
  if (resolved.kind !== "tenant") {
    judge(report, "violations", false, `a support session resolved to ${resolved.kind}`);
    return;
  }
  for (const permission of PERMISSION_KEYS) {
    const isLent =
      (permission.endsWith(":read") && !SHUT.test(permission)) || (mode === "write" && LENT.has(permission));
    const { allowed } = resolved.ctx.decide(permission);
    judge(report, "escalations", allowed === isLent, `${permission} in ${mode} mode: ${allowed}`);
  }
  judge(report, "escalations", !resolved.ctx.decide("made:up").allowed, "a permission that nobody listed");
}

function pageOf({ tenant }: Place, cookie: string) {
  const host = `${tenant.slug}.${ROOT}`;
  return resolveRequest({ host, cookie, requestId: "proof", ip: "192.0.2.10", userAgent: null });
}

/** The code that carries a session to its host: once, in time, for this host and this browser, unchanged. */
async function proveHandOver({ quick }: AccessStage, report: AccessReport): Promise<void> {
  const place = await makePlace();
  const { tenant, member } = place;
  const staff = await makeStaffSession();
  const { id } = (await (await start(staff, tenant, member)).json()) as { id: string };
  const nonce = "n".repeat(43);
  const fresh = async () => {
    const url = await handOverSupportSession(await staffContext(staff), { state: nonceState(nonce) });
    return new URL(url).searchParams.get("code") ?? "";
  };
  const info = { requestId: "proof", ip: "192.0.2.10", userAgent: null };
  const host = `${tenant.slug}.${ROOT}`;
  const use = async (code: string, rest: { nonce?: string; host?: string } = {}) =>
    (await enterSupportSession(info, { code, nonce, host, ...rest })) !== null;
  const other = await makeTenant();
  const code = await fresh();
  const wrong: [string, Promise<boolean>][] = [
    ["another browser", use(code, { nonce: "m".repeat(43) })],
    ["another workspace", use(code, { host: `${other.slug}.${ROOT}` })],
    ["the root host", use(code, { host: ROOT })],
    ["the back-office", use(code, { host: `admin.${ROOT}` })],
    ...[...code].slice(0, quick ? 8 : 43).map((_, at): [string, Promise<boolean>] => {
      const changed = code.slice(0, at) + (code[at] === "A" ? "B" : "A") + code.slice(at + 1);
      return [`character ${at} changed`, use(changed)];
    }),
  ];
  for (const [what, took] of wrong) judge(report, "forged_accepted", !(await took), `a code from ${what}`);
  await systemPool().query("update platform.support_sessions set code_expires_at = now() where id = $1", [
    id,
  ]);
  judge(report, "replays_accepted", !(await use(code)), "a late code");
  const last = await fresh();
  const uses = await Promise.all(Array.from({ length: quick ? 10 : 50 }, () => use(last)));
  judge(report, "replays_accepted", uses.filter(Boolean).length === 1, "one code, several sessions");
  judge(report, "replays_accepted", !(await use(last)), "a used code");
  const bare = await callRoute(enterRoute, { slug: tenant.slug, query: `?code=${last}` });
  judge(
    report,
    "forged_accepted",
    bare.headers.getSetCookie().every((line) => !line.startsWith(`${SUPPORT_COOKIE}=e`)),
    "a code without its browser",
  );
}

/** The cookie is good on one host under one name; elsewhere it is nobody's. */
async function proveTravel(report: AccessReport): Promise<void> {
  const place = await makePlace();
  const { cookie, staff } = await open(place, "read");
  const other = await makePlace();
  const value = cookie.slice(cookie.indexOf("=") + 1);
  const ownValue = staff.cookie.slice(staff.cookie.indexOf("=") + 1);
  // As if a seal were no limit: the database has one of its own.
  const sid = (await openSession(cookie, `${place.tenant.slug}.${ROOT}`)) ?? "";
  const sealedFor = async (host: string) => (await sealSupport(sid, host, 600)).split(";")[0] ?? "";
  const [forRoot, forAdmin, forOther] = await Promise.all(
    [ROOT, `admin.${ROOT}`, `${other.tenant.slug}.${ROOT}`].map(sealedFor),
  );
  const tries: [string, Promise<Response>][] = [
    ["another workspace", callRoute(agentsRoute, { slug: other.tenant.slug, cookie })],
    ["sealed for the root host", callRoute(meRoute, { cookie: forRoot ?? "" })],
    ["sealed for the back-office", callRoute(meRoute, { slug: "admin", cookie: forAdmin ?? "" })],
    [
      "sealed for another workspace",
      callRoute(agentsRoute, { slug: other.tenant.slug, cookie: forOther ?? "" }),
    ],
    ["the root host", callRoute(meRoute, { cookie })],
    ["the back-office", callRoute(meRoute, { slug: "admin", cookie })],
    [
      "the session's cookie",
      callRoute(agentsRoute, { slug: place.tenant.slug, cookie: `${SESSION_COOKIE}=${value}` }),
    ],
    ["twice", callRoute(agentsRoute, { slug: place.tenant.slug, cookie: `${cookie}; ${cookie}` })],
    [
      "an own session as support",
      callRoute(meRoute, { slug: "admin", cookie: `${SUPPORT_COOKIE}=${ownValue}` }),
    ],
    ["as a bearer", callRoute(agentsRoute, { key: value })],
  ];
  for (const [what, answer] of tries) {
    const { status } = await answer;
    judge(report, "violations", status === 401 || status === 404, `a support cookie, ${what}: ${status}`);
  }
  await callRoute(stopRoute, { slug: place.tenant.slug, cookie });
  judge(
    report,
    "replays_accepted",
    (await callRoute(agentsRoute, { slug: place.tenant.slug, cookie })).status === 401,
    "a stopped session's cookie",
  );
  judge(
    report,
    "violations",
    (await callRoute(meRoute, { slug: "admin", cookie: staff.cookie })).status === 200,
    "the own session did not outlive it",
  );
}

/** A session that lost its mark is what a gate left out would be: the same sweep must find it. */
async function plantGateLeftOut(report: AccessReport): Promise<void> {
  const place = await makePlace();
  const { cookie, id } = await open(place, "read");
  const { rows } = await systemPool().query<{ sealed: boolean }>(
    `update platform.sessions set method = 'password', auth_at = now() where method = $1 returning true as sealed`,
    [`support:${id}`],
  );
  const before = await digestOf(place);
  const sweep = await sweepRoutes(place, cookie, "read", { onlyChanging: true });
  report.controls["support: a gate left out is found"] =
    rows.length === 1 && sweep.found.length > 10 && before !== (await digestOf(place));
  report.figures["support: found without the gate"] = sweep.found.length;
}

/** A database that lets every session pass: the cookie then opens the member's own pages, which must be found. */
async function plantLimitLeftOut(report: AccessReport): Promise<void> {
  const name = "platform.limit_support_session(p_slug text, p_sid_hash bytea)";
  const { rows } = await ownerPool().query<{ text: string }>(
    "select pg_get_functiondef('platform.limit_support_session(text, bytea)'::regprocedure) as text",
  );
  const scratch = emptyReport();
  try {
    await ownerPool().query(
      `create or replace function ${name} returns table (sid_hash bytea, support jsonb) language sql stable
         security definer set search_path = pg_catalog, pg_temp as $$ select p_sid_hash, null::jsonb $$`,
    );
    await proveTravel(scratch);
  } finally {
    await ownerPool().query(rows[0]?.text ?? "");
  }
  report.controls["support: a database's limit left out is found"] = scratch.violations > 0;
}
