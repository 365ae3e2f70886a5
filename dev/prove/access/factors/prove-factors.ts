import type { AccessReport } from "../report";
import type { AccessStage } from "../stage";
import { proveGuessing } from "./guessing";
import { proveLattice } from "./lattice";
import { proveRecoveryCodes } from "./recovery-codes";
import { proveReplay } from "./replay";

/** no second factor is guessed, used twice or used after its end. */
export async function proveFactors(stage: AccessStage, report: AccessReport): Promise<void> {
  await proveLattice(report);
  await proveGuessing(stage, report);
  await proveReplay(report);
  await proveRecoveryCodes(report);
}
