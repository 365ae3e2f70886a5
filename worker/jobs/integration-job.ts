import "server-only";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { logger } from "@/lib/infra/logger";
import { deliverEvent } from "@/lib/notifications/integrations/deliver-event";
import { INTEGRATION_QUEUE, integrationJob } from "@/lib/notifications/integrations/job";
import { hasCapability } from "@/lib/tenancy/capabilities";
import type { OutboxHandler } from "../outbox-handler";

/** Tells one integration of one event. Whose job it is, is judged again here: by the row, by what it says, by status. */
export const integrationJobHandler: OutboxHandler = {
  queue: INTEGRATION_QUEUE,
  retryLimit: 10,
  expireSeconds: 60,
  concurrency: 4,
  async handle({ id, tenantId, payload, attempt }) {
    const job = integrationJob.parse(payload);
    if (tenantId === null || job.tenant_id !== tenantId) {
      logger.error({ job: id, tenant: tenantId }, "integration job of another tenant refused");
      return;
    }
    const tenant = await lookUpTenant(tenantId);
    if (!tenant || !hasCapability(tenant.status, tenant.billingState, "read")) return;
    await deliverEvent(tenant, job, attempt);
  },
};
