import * as z from "zod";
import { reviewDto } from "../approval/schema";

/** Steps of setting up a workspace, in order. */
export const PROVISIONING_STEPS = ["reserve", "rows", "schema", "defaults", "billing", "open"] as const;
export type ProvisioningStepName = (typeof PROVISIONING_STEPS)[number];

export const operationState = z.enum(["pending", "running", "succeeded", "failed"]);

export const operationDto = z.object({
  id: z.uuid(),
  kind: z.string(),
  state: operationState,
  /** Stable reason of a failure. */
  error: z.string().nullable(),
  /** The workspace it works on; null when it was cleaned up after a failure. */
  tenant: z.object({ id: z.uuid(), slug: z.string(), name: z.string(), status: z.string() }).nullable(),
  /** What was asked for, to try again with. */
  request: z
    .object({ name: z.string(), slug: z.string(), locale: z.enum(["en", "nl"]), time_zone: z.string() })
    .nullable(),
  /** Where staff decide on requests: how far that is, and what was asked and answered. */
  review: reviewDto.nullable(),
  steps: z.array(z.object({ name: z.string(), state: operationState, attempts: z.int() })),
  created_at: z.iso.datetime(),
});
export type OperationDto = z.output<typeof operationDto>;
