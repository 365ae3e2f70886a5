import * as z from "zod";
import { TOGGLE_KEYS } from "@/lib/entitlements/toggles";

const flagKey = z.enum(TOGGLE_KEYS as [(typeof TOGGLE_KEYS)[number], ...typeof TOGGLE_KEYS]);

export const featureFlagParams = z.strictObject({ feature: flagKey });

export const featureFlagDto = z.object({
  feature: flagKey,
  /** False: the kill switch is thrown, nobody has it. */
  enabled: z.boolean(),
  rollout_percent: z.number().int(),
  reason: z.string(),
  changed_by: z.string(),
  changed_at: z.iso.datetime().nullable(),
  /** Workspaces that are open. */
  tenants: z.number().int(),
  /** Those whose plan has it. */
  in_plan: z.number().int(),
  /** Those that turned it off themselves. */
  switched_off: z.number().int(),
  /** Those in which it is on, with everything counted. */
  effective: z.number().int(),
});
export type FeatureFlagDto = z.infer<typeof featureFlagDto>;

export const featureFlagList = z.object({ data: z.array(featureFlagDto) });
export type FeatureFlagList = z.infer<typeof featureFlagList>;

export const featureFlagInput = z
  .strictObject({
    enabled: z.boolean().optional(),
    rollout_percent: z.number().int().min(0).max(100).optional(),
    reason: z.string().trim().min(5).max(500),
  })
  .refine((input) => input.enabled !== undefined || input.rollout_percent !== undefined, "Name a change.");
export type FeatureFlagInput = z.input<typeof featureFlagInput>;
