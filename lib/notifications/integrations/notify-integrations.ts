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
