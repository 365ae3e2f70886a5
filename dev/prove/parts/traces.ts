import { readFile } from "node:fs/promises";
import { ownerPool } from "@/lib/infra/database/pools";
import { openJob } from "@/lib/notifications/open-job";
import { holdsCanary } from "../isolation/judge";
import type { World } from "../isolation/world";

export type TraceReport = { mails: number; logBytes: number; findings: string[] };

/**
 * Looks for tenant B's canary where answers are not: jobs and mails that others caused (their sealed payloads are
 * opened), and everything the server logged.
 */
export async function searchTraces(world: World, logFile: string): Promise<TraceReport> {
  const { rows } = await ownerPool().query<{
    id: string;
    queue: string;
    payload: string;
    tenantId: string | null;
  }>(
    `select id, queue, payload, tenant_id as "tenantId" from platform.outbox
     where payload is not null and tenant_id is distinct from $1`,
    [world.b.id],
  );
  const findings: string[] = [];
  for (const row of rows) {
    const payload = await openJob(row).catch(() => null);
    if (holdsCanary(JSON.stringify(payload), world))
      findings.push(`leak: a job of ${row.queue} holds the canary`);
  }
  const log = await readFile(logFile, "utf8").catch(() => "");
  if (holdsCanary(log, world)) findings.push("leak: the log holds the canary");
  return { mails: rows.length, logBytes: log.length, findings };
}
