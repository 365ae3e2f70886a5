import { systemPool } from "@/lib/infra/database/pools";
import { type AccessReport, emptyReport, judge } from "../report";
import type { AccessStage } from "../stage";
import { withWeb } from "../wire/web";
import { unjudged } from "./census";
import { destination, HOSTILE_URLS } from "./hostile-urls";
import { makePageSinks } from "./page-sinks";
import { makeSinks, makeSinkWorld, ROOT, type Sink } from "./sinks";

const OUR_HOST = "atrium.localhost:3000";
/** How many of them in a quick run: where each costs a password's hash or a code of its own, and elsewhere. */
const QUICK = { slow: 8, other: 30 };

/** every address from outside that decides where a browser goes × hostile ones; none leads away. */
export async function proveRedirects(
  stage: Pick<AccessStage, "quick" | "random">,
  report: AccessReport,
): Promise<void> {
  const world = await makeSinkWorld();
  const sinks = await makeSinks(world);
  // Single sign-on leaves for the provider that the workspace set up: the one other place there is.
  const allowed = new Set(["http://127.0.0.1:9"]);
  let sent = 0;
  for (const sink of sinks) {
    const share = (sink.isSlow ? QUICK.slow : QUICK.other) / HOSTILE_URLS.length;
    const urls = stage.quick ? HOSTILE_URLS.filter(() => stage.random() < share) : HOSTILE_URLS;
    for (const hostile of urls) sent += await tryOne(report, sink, hostile, allowed);
  }
  if (!stage.quick) {
    await withWeb(async (port) => {
      const pages = await makePageSinks(world, port);
      for (const sink of pages) {
        for (const hostile of HOSTILE_URLS) sent += await tryOne(report, sink, hostile, allowed);
      }
      report.figures["redirects: sinks over the wire"] = pages.length;
    });
  }
  const { files, strange } = unjudged();
  for (const file of strange)
    judge(report, "violations", false, `${file} sends a browser somewhere: judge it`);
  report.figures["redirects: sinks"] = sinks.length;
  report.figures["redirects: hostile addresses"] = HOSTILE_URLS.length;
  report.figures["redirects: answers that sent the browser on, all to us"] = sent;
  report.figures["redirects: files that send a browser somewhere, judged"] = files;
  judge(report, "violations", HOSTILE_URLS.length >= 120, `only ${HOSTILE_URLS.length} hostile addresses`);
  await naiveSinks(report, allowed);
}

async function tryOne(
  report: AccessReport,
  sink: Sink,
  hostile: string,
  allowed: ReadonlySet<string>,
): Promise<number> {
  // The one person of this proof asks more often than any person would.
  await systemPool().query("delete from platform.rate_limits");
  const addresses = await sink.send(hostile);
  const away = addresses.filter((address) => !isOurs(address, sink.base, allowed));
  judge(
    report,
    "violations",
    away.length === 0,
    `${sink.name}: ${JSON.stringify(hostile)} leads to ${JSON.stringify(away)}`,
  );
  return addresses.length;
}

function isOurs(address: string, base: string, allowed: ReadonlySet<string>): boolean {
  const url = destination(address, base);
  if (!url || url.username || url.password) return false;
  const isHost = url.host === OUR_HOST || url.host.endsWith(`.${OUR_HOST}`);
  return (url.protocol === "http:" && isHost) || allowed.has(url.origin);
}

/** Checks that products ship: each must be caught. */
async function naiveSinks(report: AccessReport, allowed: ReadonlySet<string>): Promise<void> {
  const checks: Record<string, (next: string) => boolean> = {
    "the first slash alone": (next) => next.startsWith("/"),
    "no second slash": (next) => /^\/(?!\/)/.test(next),
    "begins with our address": (next) => next.startsWith(ROOT) || /^\/(?![/\\])/.test(next),
    "holds our name": (next) => next.includes(OUR_HOST),
  };
  for (const [name, allows] of Object.entries(checks)) {
    const scratch = emptyReport();
    const send = async (next: string) => (allows(next) ? [next] : []);
    for (const hostile of HOSTILE_URLS)
      await tryOne(scratch, { name, base: `${ROOT}/page`, send }, hostile, allowed);
    report.controls[`redirects: ${name}`] = scratch.violations > 0;
  }
}
