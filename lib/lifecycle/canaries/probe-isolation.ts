import "server-only";
import { cellNames } from "@/lib/infra/database/cells";
import { logger } from "@/lib/infra/logger";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { withSystem } from "@/lib/tenancy/with-system";
import { ensureCanaries } from "./ensure-canaries";
import { findLeaks } from "./find-leaks";
import { PROBE_CHECKS, type ProbeCheck } from "./schema";

const KEEP_DAYS = 30;

export type ProbeResult = { cell: string; passed: boolean; failures: ProbeCheck[] };

/**
 * Lets the canary workspaces of every cell try to reach each other, through the API's verbs, by host and with SQL, and
 * keeps the result for 30 days. A probe that fails is logged as an error. Safe to repeat; a cell that is down has none.
 */
export async function probeIsolation(cells: readonly string[] = cellNames()): Promise<ProbeResult[]> {
  const results = await eachCell(probeCell, cells);
  await withSystem((tx) =>
    tx.isolationProbe.deleteMany({
      where: { startedAt: { lt: new Date(Date.now() - KEEP_DAYS * 86_400_000) } },
    }),
  );
  return results;
}

async function probeCell(cell: string): Promise<ProbeResult> {
  const [first, second] = await ensureCanaries(cell);
  const startedAt = new Date();
  const found = [...(await findLeaks(first, second, cell)), ...(await findLeaks(second, first, cell))];
  const failures = PROBE_CHECKS.filter((check) => found.includes(check));
  await withSystem((tx) =>
    tx.isolationProbe.create({
      data: {
        cell,
        startedAt,
        durationMs: Date.now() - startedAt.getTime(),
        checks: PROBE_CHECKS.length * 2,
        failures,
      },
      select: { id: true },
    }),
  );
  if (failures.length > 0) logger.error({ cell, failures }, "the isolation probe failed");
  return { cell, passed: failures.length === 0, failures };
}
