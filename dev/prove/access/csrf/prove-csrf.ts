import { changedTables, tenantDigest } from "../../isolation/digest";
import { type AccessReport, judge } from "../report";
import type { AccessStage } from "../stage";
import { makeCast } from "./cast";
import { naiveChecks } from "./controls";
import { proveLoginCsrf } from "./login";
import { declaredTargets, undeclaredTargets } from "./routes";
import { type Choose, sweepBearer, sweepForeign, sweepOwn, type Tally } from "./sweep";

/** The proof's own sessions, and the ledger of requests, where a refused one is a line like any other. */
const NOTED = new Set(["platform.sessions", "platform.session_keys", "shared.api_requests"]);

/**
 * every route that changes something × who made the browser send it × as what content type × what the browser
 * says of it. Only the own origin passes with a cookie, no Origin at all only with a key; what is refused changes nothing.
 */
export async function proveCsrf(
  stage: Pick<AccessStage, "quick" | "random">,
  report: AccessReport,
): Promise<void> {
  const cast = await makeCast();
  const [declared, others] = await Promise.all([declaredTargets(), undeclaredTargets()]);
  const targets = [...declared, ...others];
  const choose = stage.quick ? sampleOf(stage.random) : () => true;
  const before = await tenantDigest(cast.tenant);
  const refused = await sweepForeign(report, { targets, cast, choose });
  const changed = changedTables(before, await tenantDigest(cast.tenant)).filter((table) => !NOTED.has(table));
  report.figures["csrf: routes"] = `${declared.length} declared, ${others.length} of other protocols`;
  report.figures["csrf: foreign requests"] = report.attempts;
  report.figures["csrf: refused by"] = textOf(refused);
  judge(report, "violations", changed.length === 0, `foreign requests changed ${changed.join(", ")}`);
  await proveLoginCsrf(report, cast);
  await naiveChecks(report, cast);
  if (stage.quick) return;
  await sweepBearer(report, declared, cast);
  report.figures["csrf: honest requests ended at"] = textOf(await sweepOwn(report, declared, cast));
}

/** What differs most, one for each route in turn, and a few more by chance. */
function sampleOf(random: () => number): Choose {
  const always = [
    "sibling subdomain origin, json, Sec-Fetch-Site same-site",
    "absent origin, json, Sec-Fetch-Site absent",
    "same origin, form, Sec-Fetch-Site cross-site",
  ];
  return ({ name }, turn) => name === always[turn % always.length] || random() < 0.004;
}

function textOf(tally: Tally): string {
  return [...tally].map(([by, count]) => `${by} ${count}`).join(", ");
}
