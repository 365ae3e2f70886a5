import { proveFactors } from "./factors/prove-factors";
import type { AccessReport } from "./report";
import type { AccessStage } from "./stage";

export type PartName = keyof typeof PARTS;
type Part = (stage: AccessStage, report: AccessReport) => Promise<void>;

/** security.md §2.2 by subject; `--only` picks some. */
export const PARTS = {
  factors: proveFactors,
} satisfies Record<string, Part>;
