import { newId } from "@/lib/core/ids";
import { ownerPool } from "@/lib/infra/database/pools";
import { enqueueJob } from "@/lib/notifications/enqueue-job";
import { openJob } from "@/lib/notifications/open-job";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { HANDLERS } from "../../worker/handlers";
import { runOutboxJob } from "../../worker/run-outbox-job";

export type JobReport = {
  kinds: number;
  swaps: number;
  leaks: number;
  control_leaks: number;
  findings: string[];
};

type Row = { id: string; payload: string; tenantId: string | null };

/** I-10: a job of tenant B whose row names another tenant, or none, is refused before its work begins. */
export async function proveJobs(a: { id: string }, b: { id: string }): Promise<JobReport> {
  const report: JobReport = { kinds: HANDLERS.length, swaps: 0, leaks: 0, control_leaks: 0, findings: [] };
  for (const handler of HANDLERS) {
    let worked = false;
    const handle = async () => {
      worked = true;
    };
    const watched = { ...handler, handle };
    for (const swap of ["tenant", "nobody", "payload"] as const) {
      const row = await enqueue(handler.queue, b.id);
      if (await opens(row)) report.control_leaks += 1;
      await spoil(swap, row, a.id, handler.queue);
      worked = false;
      report.swaps += 1;
      const refused = await runOutboxJob(watched, row.id, 0).then(
        () => false,
        () => true,
      );
      if (refused && !worked) continue;
      report.leaks += 1;
      report.findings.push(`job: ${handler.queue} took a row with a swapped ${swap}`);
    }
  }
  await ownerPool().query("delete from platform.outbox where dedupe_key like 'proof:%'");
  return report;
}

async function enqueue(queue: string, tenantId: string): Promise<Row> {
  const id = await withTenant({ tenantId }, (tx) =>
    enqueueJob(tx, { queue, payload: { tenantId }, dedupeKey: `proof:${newId()}` }),
  );
  const { rows } = await ownerPool().query<Row>(
    `select id, payload, tenant_id as "tenantId" from platform.outbox where id = $1`,
    [id],
  );
  if (!rows[0]) throw new Error("the job was not written");
  return rows[0];
}

/** Control: untouched, the same row opens. */
function opens(row: Row): Promise<boolean> {
  return openJob(row).then(
    () => true,
    () => false,
  );
}

async function spoil(
  swap: "tenant" | "nobody" | "payload",
  row: Row,
  other: string,
  queue: string,
): Promise<void> {
  if (swap === "payload") {
    const foreign = await enqueue(queue, other);
    await ownerPool().query("update platform.outbox set payload = $2 where id = $1", [
      row.id,
      foreign.payload,
    ]);
    return;
  }
  await ownerPool().query("update platform.outbox set tenant_id = $2 where id = $1", [
    row.id,
    swap === "tenant" ? other : null,
  ]);
}
