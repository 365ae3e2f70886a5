import { POST as signOutRoute } from "@/app/api/auth-flows/sign-out/route";
import { POST as stopRoute } from "@/app/api/auth-flows/stop-support/route";
import { GET as agentsRoute } from "@/app/api/v1/agents/route";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { makeUser } from "@/lib/testing/make-tenant";
import {
  giveConsent,
  makeStaffSession,
  type Staff,
  setSupportAccess,
  start,
} from "@/lib/testing/support-world";
import { type AccessReport, emptyReport, judge } from "../report";
import { makePlace, open } from "./place";
import type { Place } from "./sweep-routes";

const AN_HOUR = 10;
const WITHOUT_WHY: [string, Record<string, unknown>][] = [
  ["no reason", { reason: undefined }],
  ["an empty reason", { reason: "" }],
  ["a reason of blanks", { reason: " ".repeat(40) }],
  ["a short reason", { reason: "short" }],
  ["an endless reason", { reason: "x".repeat(5_000) }],
  ["no ticket", { ticket: undefined }],
  ["an empty ticket", { ticket: "" }],
  ["a ticket of blanks", { ticket: "   " }],
  ["an endless ticket", { ticket: "x".repeat(5_000) }],
];

/** A-12's rules for a start and an end: a fresh proof, a reason, ten an hour, and over with either sign-out. */
export async function proveRules(report: AccessReport, atOnce: number): Promise<void> {
  const place = await makePlace();
  await proveStart(report, place);
  await proveRate(report, place, atOnce);
  await proveSignOuts(report, place);
  await proveConsentRace(report, atOnce);
  const scratch = emptyReport();
  const staff = await makeStaffSession();
  await withoutRate(staff, () => proveTries(scratch, place, staff, atOnce));
  report.controls["support: starts that nobody counts"] = scratch.violations > 0;
}

async function proveStart(report: AccessReport, { tenant, member }: Place): Promise<void> {
  const staff = await makeStaffSession();
  const refuse = async (what: string, answer: Promise<Response>, wanted: string) => {
    const seen = await summary(await answer);
    judge(report, "violations", seen === wanted, `${what} was answered ${seen}, not ${wanted}`);
  };
  const nobody = await makeStaffSession(await makeUser());
  await refuse("a start by no staff", start(nobody, tenant, member), "403 permission_denied");
  for (const [column, minutes] of [
    ["auth_at", 11],
    ["mfa_at", 11],
    ["auth_at", 60],
    ["mfa_at", 60],
  ] as const) {
    const old = await makeStaffSession(staff.user);
    await systemPool().query(
      `update platform.sessions set ${column} = now() - make_interval(mins => $2) where id = $1`,
      [old.sessionId, minutes],
    );
    await refuse(`${column} of ${minutes} minutes ago`, start(old, tenant, member), "403 step_up_required");
  }
  const bare = await makeStaffSession(staff.user);
  await systemPool().query("update platform.sessions set mfa_at = null where id = $1", [bare.sessionId]);
  const { status } = await start(bare, tenant, member);
  judge(report, "violations", status === 403 || status === 404, `a start without a factor: ${status}`);
  for (const [what, change] of WITHOUT_WHY) {
    await refuse(what, start(staff, tenant, member, change), "422 validation_failed");
  }
  // The same with everything in place starts: what refused above was what was missing.
  await refuse("a whole wish", start(staff, tenant, member), "201 ");
}

async function proveRate(report: AccessReport, place: Place, atOnce: number): Promise<void> {
  const staff = await makeStaffSession();
  const { started, looked } = await proveTries(report, place, staff, atOnce);
  judge(report, "violations", started === 1, `${started} sessions of ${atOnce} starts at once`);
  report.figures["support: looked at of starts at once"] = `${looked} of ${atOnce}`;
  const seen = await summary(await start(staff, place.tenant, place.member));
  judge(report, "violations", seen === "429 rate_limited", `the next start was answered ${seen}`);
}

async function proveTries(
  report: AccessReport,
  { tenant, member }: Place,
  staff: Staff,
  atOnce: number,
): Promise<{ started: number; looked: number }> {
  const answers = await Promise.all(Array.from({ length: atOnce }, () => start(staff, tenant, member)));
  const looked = answers.filter(({ status }) => status !== 429).length;
  report.attempts += answers.length;
  judge(report, "violations", looked <= AN_HOUR, `${looked} starts in an hour were looked at`);
  return { started: answers.filter(({ status }) => status === 201).length, looked };
}

async function proveSignOuts(report: AccessReport, place: Place): Promise<void> {
  const { slug } = place.tenant;
  const ends: [string, (staff: Staff, cookie: string) => Promise<Response>][] = [
    ["stopped", (_, cookie) => callRoute(stopRoute, { slug, cookie })],
    ["stopped", (_, cookie) => callRoute(signOutRoute, { slug, cookie })],
    ["staff_signed_out", (staff) => callRoute(signOutRoute, { slug: "admin", cookie: staff.cookie })],
  ];
  for (const [reason, end] of ends) {
    const { staff, cookie, id } = await open(place, "read");
    const before = (await callRoute(agentsRoute, { slug, cookie })).status;
    await end(staff, cookie);
    const after = (await callRoute(agentsRoute, { slug, cookie })).status;
    judge(report, "replays_accepted", before === 200 && after === 401, `${reason}: ${before}, then ${after}`);
    const { rows } = await systemPool().query<{ over: string }>(
      "select coalesce(end_reason, platform.support_session_over(id)) as over from platform.support_sessions where id = $1",
      [id],
    );
    judge(report, "violations", rows[0]?.over === reason, `${reason} is written down as ${rows[0]?.over}`);
  }
}

/** One session a consent, whatever arrives at once: with the hour's ten lifted, so that they cannot be what stops it. */
async function proveConsentRace(report: AccessReport, atOnce: number): Promise<void> {
  const { tenant, member } = await makePlace();
  await setSupportAccess(tenant, "needs_consent");
  const staff = await makeStaffSession();
  await giveConsent(tenant, member, staff);
  await withoutRate(staff, async () => {
    const race = async () => {
      const answers = await Promise.all(Array.from({ length: atOnce }, () => start(staff, tenant, member)));
      report.attempts += answers.length;
      const limited = answers.filter(({ status }) => status === 429).length;
      judge(report, "violations", limited === 0, `${limited} of a race were stopped by the rate`);
      return answers.filter(({ status }) => status === 201).length;
    };
    const started = await race();
    judge(report, "replays_accepted", started === 1, `${started} sessions of one consent`);
    await systemPool().query(
      "update platform.support_sessions set ended_at = now(), end_reason = 'stopped' where staff_id = $1",
      [staff.user.id],
    );
    const again = await race();
    judge(report, "replays_accepted", again === 0, `${again} more sessions of a used consent`);
  });
  report.figures["support: starts at once with one consent"] = atOnce * 2;
}

/** Runs this while the starts of one person are counted as none. */
async function withoutRate<T>(staff: Staff, work: () => Promise<T>): Promise<T> {
  await systemPool().query("delete from platform.rate_limits where key = $1", [`support:${staff.user.id}`]);
  await ownerPool().query(
    `create function platform.proof_lifts_rate() returns trigger language plpgsql as
       $$ begin new.tat := clock_timestamp() - interval '1 day'; return new; end $$;
     create trigger proof_lifts_rate before insert or update on platform.rate_limits for each row
       when (new.key = 'support:${staff.user.id}') execute function platform.proof_lifts_rate()`,
  );
  try {
    return await work();
  } finally {
    await ownerPool().query("drop function platform.proof_lifts_rate() cascade");
  }
}

async function summary(answer: Response): Promise<string> {
  if (answer.ok) return `${answer.status} `;
  const { code, reason } = (await answer.json()) as { code: string; reason?: string };
  return `${answer.status} ${reason ?? code}`;
}
