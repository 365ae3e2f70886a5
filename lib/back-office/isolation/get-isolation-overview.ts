import "server-only";
import type { StaffContext } from "@/lib/core/context";
import { cellNames } from "@/lib/infra/database/cells";
import { readStatus } from "@/lib/lifecycle/canaries/read-status";
import type { IsolationState } from "@/lib/lifecycle/canaries/schema";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import type { IsolationOverview } from "./schema";

const WORST_FIRST: readonly IsolationState[] = ["failing", "stale", "waiting", "passing"];

/**
 * The canary probes of every cell, the worst state of all and the newest failures.
 * @throws PermissionError
 */
export async function getIsolationOverview(ctx: StaffContext): Promise<IsolationOverview> {
  assertStaff(ctx);
  return withSystem(async (tx) => {
    const cells: IsolationOverview["cells"] = [];
    for (const cell of cellNames()) cells.push({ cell, ...(await readStatus(tx, cell)) });
    const failed = await tx.isolationProbe.findMany({
      where: { passed: false },
      orderBy: { startedAt: "desc" },
      take: 20,
    });
    return {
      state: WORST_FIRST.find((state) => cells.some((cell) => cell.state === state)) ?? "waiting",
      cells,
      failed: failed.map((row) => ({
        cell: row.cell,
        at: row.startedAt.toISOString(),
        passed: row.passed,
        checks: row.checks,
        duration_ms: row.durationMs,
        failures: row.failures,
      })),
    };
  });
}
