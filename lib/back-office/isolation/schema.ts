import * as z from "zod";
import { isolationState, isolationStatus, probeDto } from "@/lib/lifecycle/canaries/schema";

export const isolationOverview = z.object({
  /** The worst of all cells: what an alarm looks at. */
  state: isolationState,
  cells: z.array(isolationStatus.extend({ cell: z.string() })),
  /** The newest probes that failed, of any cell. */
  failed: z.array(probeDto.extend({ cell: z.string() })),
});
export type IsolationOverview = z.output<typeof isolationOverview>;
