import type { AccessReport } from "../report";
import type { AccessStage } from "../stage";
import { proveDomains } from "./prove-domains";
import { proveNames, proveQuarantine } from "./prove-slugs";

/** whose name a workspace's address may be, and for how long it stays nobody else's. */
export async function proveSubdomains(
  stage: Pick<AccessStage, "quick">,
  report: AccessReport,
): Promise<void> {
  await proveNames(report, stage.quick);
  await proveQuarantine(report);
  await proveDomains(report);
}
