import type { AccessReport } from "../report";
import type { AccessStage } from "../stage";
import { proveChanges } from "./changes";
import { proveCookies } from "./cookies";
import { proveEnds } from "./ends";
import { proveTampering } from "./tampering";

/** a session begins anew, ends everywhere at once, and no cookie that we did not make opens anything. */
export async function proveSessions(stage: AccessStage, report: AccessReport): Promise<void> {
  await proveEnds(report);
  await proveChanges(report);
  await proveCookies(report);
  await proveTampering(stage, report);
}
