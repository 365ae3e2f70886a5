import "server-only";
import { newId } from "@/lib/core/ids";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { enqueueJob } from "../enqueue-job";
import { INTEGRATION_QUEUE, type IntegrationJob } from "./job";
import type { IntegrationEvent } from "./schema";

export type IntegrationNews = {
  event: IntegrationEvent;
  /** Who did it, and what it was done to: what the audit log shows too, and no more. */
  actor: string;
  target: { id: string; name: string };
};

/** Tells the integrations that asked for this event, when `tx` commits and not otherwise. */
export async function notifyIntegrations(
  tx: TenantTx,
  tenantId: string,
  news: IntegrationNews,
): Promise<void> {
  if (!(await isReady(tx))) return;
  const interested = await tx.integration.findMany({
    where: { enabled: true, kind: { in: ["slack", "webhook"] }, events: { has: news.event } },
    select: { id: true },
  });
  const eventId = newId();
  for (const { id } of interested) {
    const payload: IntegrationJob = {
      tenant_id: tenantId,
      integration_id: id,
      event_id: eventId,
      event: news.event,
      occurred_at: new Date().toISOString(),
      actor: news.actor.slice(0, 255),
      target: { id: news.target.id, name: news.target.name.slice(0, 255) },
    };
    await enqueueJob(tx, { queue: INTEGRATION_QUEUE, payload });
  }
}

/** A tenant whose schema waits for its migration has no integrations yet: its other work must not stop for that. */
async function isReady(tx: TenantTx): Promise<boolean> {
  // A tenant's role and its schema have one name.
  const rows = await tx.$queryRaw<{ ready: boolean }[]>`
    select to_regclass(current_user || '.integrations') is not null as ready`;
  return rows[0]?.ready ?? false;
}
