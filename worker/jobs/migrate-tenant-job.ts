import "server-only";
import * as z from "zod";
import { cellOf } from "@/lib/tenancy/cells/cell-of";
import { retryTenant } from "@/lib/tenancy/fleet/retry-tenant";
import type { OutboxHandler } from "../outbox-handler";

const payloadSchema = z.object({ tenantId: z.uuid() });

/** Migrates one workspace again on staff's word. Another failure is in its row for staff to see, not in the queue. */
export const migrateTenantJob: OutboxHandler = {
  queue: "migrate-tenant",
  retryLimit: 3,
  expireSeconds: 120,
  concurrency: 1,
  async handle({ payload }) {
    const { tenantId } = payloadSchema.parse(payload);
    await retryTenant(await cellOf({ tenantId }), tenantId);
  },
};
