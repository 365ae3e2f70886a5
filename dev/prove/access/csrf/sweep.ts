import { type AccessReport, judge } from "../report";
import { type Caller, type Cast, victimAt } from "./cast";
import { type Dress, dressesOf } from "./dresses";
import type { Target } from "./routes";

/** How often each check did the refusing. */
export type Tally = Map<string, number>;
export type Choose = (dress: Dress, turn: number) => boolean;

type Answer = { status: number; by: string; setsSession: boolean };

/** Sends every chosen foreign request with the victim's cookies: each must be refused for where it comes from. */
export async function sweepForeign(
  report: AccessReport,
  { targets, cast, choose }: { targets: readonly Target[]; cast: Cast; choose: Choose },
  tally: Tally = new Map(),
): Promise<Tally> {
  for (const [turn, target] of targets.entries()) {
    const victim = await victimAt(cast, target);
    const { cookie: _cookie, ...stranger } = victim;
    // Login CSRF needs no cookie: the victim's browser is to be signed in as somebody else.
    const callers = target.auth === "public" ? [victim, stranger] : [victim];
    for (const caller of callers) {
      for (const dress of dressesOf(caller.host, target.body)) {
        if (dress.isOwn || !choose(dress, turn) || isProgramsOwn(target, dress, caller)) continue;
        const answer = await ask(target, dress, caller);
        note(tally, answer.by);
        const holds = isRefused(target, answer) && !answer.setsSession;
        judge(
          report,
          "violations",
          holds,
          `${target.name}: ${dress.name} was answered ${answer.status} by ${answer.by}`,
        );
      }
    }
  }
  return tally;
}

/** The honest request gets through to what it asks for; another content type stops at that. */
export async function sweepOwn(report: AccessReport, targets: readonly Target[], cast: Cast): Promise<Tally> {
  const tally: Tally = new Map();
  for (const target of targets.filter(({ auth }) => auth !== "undeclared")) {
    // A body that no schema takes: the question is how far it gets.
    const body = target.body === undefined ? undefined : { probe: true };
    const { host } = await victimAt(cast, target);
    for (const dress of dressesOf(host, body).filter(({ isOwn }) => isOwn)) {
      const answer = await ask(target, dress, await victimAt(cast, target));
      note(tally, answer.by);
      const holds = !["cross_origin", "unauthenticated"].includes(answer.by) && answer.status < 500;
      judge(report, "violations", holds, `${target.name}: honest ${dress.name} was refused by ${answer.by}`);
      const isOtherType = body !== undefined && !dress.isJson;
      const isHeld = !isOtherType || answer.status === 415 || answer.status >= 400;
      judge(report, "violations", isHeld, `${target.name}: ${dress.name} was read as JSON`);
    }
  }
  return tally;
}

/** A key is no ambient authority: it may come from anywhere, and a bad one never falls back to the cookie beside it. */
export async function sweepBearer(
  report: AccessReport,
  targets: readonly Target[],
  cast: Cast,
): Promise<void> {
  for (const target of targets.filter(({ keys }) => keys)) {
    const { host, ip, cookie } = await victimAt(cast, target);
    const body = target.body === undefined ? undefined : { probe: true };
    for (const dress of dressesOf(host, body).filter(({ isJson }) => isJson)) {
      const good = await ask(target, dress, { host, ip, key: cast.key });
      const isThrough = good.by !== "cross_origin" && good.status < 500;
      judge(
        report,
        "violations",
        isThrough,
        `${target.name}: a key was refused by ${good.by}, ${dress.name}`,
      );
      const bad = await ask(target, dress, { host, ip, key: "ak_live_nonsense", ...(cookie && { cookie }) });
      const isShut = bad.status === 401;
      judge(report, "violations", isShut, `${target.name}: a bad key beside a cookie got ${bad.status}`);
    }
  }
}

async function ask(target: Target, dress: Dress, caller: Caller): Promise<Answer> {
  const response = await target.call(dress, caller);
  const setsSession = response.headers.getSetCookie().some((line) => /session=[^;]/.test(line));
  const text = await response.text();
  return { status: response.status, by: reasonOf(response, text), setsSession };
}

function reasonOf(response: Response, text: string): string {
  if (response.status < 300) return "nobody";
  if (response.status < 400) return "a redirect";
  try {
    const { reason, code, receipt } = JSON.parse(text) as {
      reason?: string;
      code?: string;
      receipt?: string;
    };
    return reason ?? code ?? receipt ?? String(response.status);
  } catch {
    return String(response.status);
  }
}

/**
 * Declared routes and next-auth refuse by origin, before anything else. Others' protocols read no cookie at all: what
 * they refuse is the missing signature, and SAML's form ends at the sign-in page.
 */
function isRefused(target: Target, { status, by }: Answer): boolean {
  if (target.auth !== "undeclared" || target.name.includes("nextauth"))
    return status === 403 && by === "cross_origin";
  return target.name.includes("/saml/") ? status === 303 || status >= 400 : status >= 400 && status < 500;
}

/** Declared for programs without a key: what carries neither Origin nor cookies nor a browser's mark. */
function isProgramsOwn(target: Target, dress: Dress, caller: Caller): boolean {
  return target.programs && !caller.cookie && dress.origin === null && dress.site === null;
}

function note(tally: Tally, by: string): void {
  tally.set(by, (tally.get(by) ?? 0) + 1);
}
