import * as z from "zod";
import { INTEGRATION_EVENTS } from "./schema";

export const INTEGRATION_QUEUE = "integration";

/** One event for one integration. Names its tenant, which the worker compares with the row's own. */
export const integrationJob = z.strictObject({
  tenant_id: z.uuid(),
  integration_id: z.uuid(),
  event_id: z.uuid(),
  event: z.enum(INTEGRATION_EVENTS),
  occurred_at: z.iso.datetime(),
  actor: z.string(),
  target: z.strictObject({ id: z.string(), name: z.string() }),
});
export type IntegrationJob = z.output<typeof integrationJob>;
