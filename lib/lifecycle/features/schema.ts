import * as z from "zod";
import { FEATURE_SOURCES } from "@/lib/entitlements/resolve-feature";
import { TOGGLE_KEYS } from "@/lib/entitlements/toggles";

export const toggleKey = z.enum(TOGGLE_KEYS as [(typeof TOGGLE_KEYS)[number], ...typeof TOGGLE_KEYS]);

export const featureParams = z.strictObject({ feature: toggleKey });

export const featureDto = z.object({
  feature: toggleKey,
  /** What counts: the answer of kill switch, plan, roll-out and the workspace's own switch together. */
  enabled: z.boolean(),
  source: z.enum(FEATURE_SOURCES),
  in_plan: z.boolean(),
  /** The workspace's own switch. */
  wanted: z.boolean(),
  rollout_percent: z.number().int(),
  /** The smallest plan that has it; null for what every plan has. */
  required_plan: z.string().nullable(),
  changed_by: z.string().nullable(),
  changed_at: z.iso.datetime().nullable(),
});
export type FeatureDto = z.infer<typeof featureDto>;

export const featureList = z.object({ data: z.array(featureDto) });
export type FeatureList = z.infer<typeof featureList>;

export const setFeatureInput = z.strictObject({ enabled: z.boolean() });
export type SetFeatureInput = z.input<typeof setFeatureInput>;
