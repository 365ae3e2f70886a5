import { readFile } from "node:fs/promises";
import { ownerPool } from "@/lib/infra/database/pools";
import { open } from "@/lib/infra/sealed-box";
import { outboxPlace } from "@/lib/notifications/enqueue-job";
import { holdsCanary } from "../isolation/judge";
import type { World } from "../isolation/world";

export type TraceReport = { mails: number; logBytes: number; findings: string[] };

/**
 * Looks for tenant B's canary where answers are not: jobs and mails that others caused (their sealed payloads are
 * opened), and everything the server logged.
 */
export async function searchTraces(world: World, logFile: string): Promise<TraceReport> {
  const { rows } = await ownerPool().query<{ id: string; queue: string; payload: string }>(
    "select id, queue, payload from platform.outbox where payload is not null and tenant_id is distinct from $1",
    [world.b.id],
  );
  const findings = rows.flatMap(({ id, queue, payload }) => {
    const text = tryOpen(payload, id);
    return text && holdsCanary(text, world) ? [`leak: a job of ${queue} holds the canary`] : [];
  });
  const log = await readFile(logFile, "utf8").catch(() => "");
  if (holdsCanary(log, world)) findings.push("leak: the log holds the canary");
  return { mails: rows.length, logBytes: log.length, findings };
}

function tryOpen(payload: string, id: string): string | null {
  try {
    return open(payload, outboxPlace(id));
  } catch {
    return null;
  }
}
