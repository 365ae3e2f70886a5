import * as z from "zod";
import { listQuery, pageOf } from "@/lib/core/list-query";

export const MAX_EVENTS = 1000;
/** Stripe takes meter events that are at most this old; so do we. */
export const MAX_EVENT_AGE_DAYS = 35;
export const API_CALLS = "api_calls";

/** Counted by the platform itself: nobody may record them. */
const RESERVED_METERS = new Set([API_CALLS]);

export const meterName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,49}$/, "Use lower-case letters, digits and underscores, at most 50.");

export const usageEventInput = z.strictObject({
  meter: meterName.refine((meter) => !RESERVED_METERS.has(meter), {
    message: "This meter is counted by the platform.",
    params: { reason: "meter_reserved" },
  }),
  quantity: z
    .number()
    .int()
    .min(0)
    .max(1_000_000_000_000)
    .meta({ description: "Whole units: milliseconds, bytes, pieces." }),
  idempotency_key: z
    .string()
    .min(1)
    .max(200)
    .refine((key) => !key.startsWith("call:"), {
      message: "Keys that begin with call: are the platform's.",
      params: { reason: "key_reserved" },
    })
    .meta({ description: "Names this event once and for all in your workspace: sent again, it counts 0." }),
  occurred_at: z.iso
    .datetime()
    .refine(isRecent, {
      message: "This is too long ago, or in the future.",
      params: { reason: "time_out_of_range" },
    })
    .optional()
    .meta({ description: "When it happened; now by default, at most 35 days ago." }),
  dimensions: z
    .record(z.string().min(1).max(50), z.string().max(200))
    .refine((labels) => Object.keys(labels).length <= 10, "Use at most ten labels.")
    .optional()
    .meta({ description: "Up to ten labels of your own." }),
});

export const usageRecordInput = z.strictObject({
  events: z.array(usageEventInput).min(1).max(MAX_EVENTS),
});
export type UsageRecordInput = z.input<typeof usageRecordInput>;

export const usageRecordDto = z.object({
  recorded: z.number().int().meta({ description: "Events that are new and counted." }),
  duplicates: z
    .number()
    .int()
    .meta({ description: "Events whose idempotency key was seen before; they count 0." }),
});
export type UsageRecordDto = z.infer<typeof usageRecordDto>;

export const usageInterval = z.enum(["day", "hour"]);
export type UsageInterval = z.infer<typeof usageInterval>;

const range = {
  meter: meterName
    .default(API_CALLS)
    .meta({ description: "What is counted: `api_calls` or a meter of your own." }),
  interval: usageInterval.default("day").meta({ description: "Length of a bucket, in UTC." }),
  from: z.iso.datetime().optional().meta({
    description: "Start, rounded down to the interval; 30 days (or 48 hours) before `to` by default.",
  }),
  to: z.iso.datetime().optional().meta({ description: "End, not included; now by default." }),
};

export const usageSeriesQuery = z.strictObject(range);
export type UsageSeriesQuery = z.input<typeof usageSeriesQuery>;
export const usageListQuery = listQuery.extend({
  ...range,
  limit: z.coerce.number().int().min(1).max(100).default(100),
});
export type UsageListQuery = z.input<typeof usageListQuery>;

export const usageBucketDto = z.object({
  start: z.iso.datetime(),
  end: z.iso.datetime(),
  meter: z.string(),
  quantity: z.number().int(),
  errors: z.number().int().meta({ description: "Calls that failed: they are not counted." }),
  average_duration_ms: z.number().nullable(),
});
export type UsageBucketDto = z.infer<typeof usageBucketDto>;
export const usagePage = pageOf(usageBucketDto);
export type UsagePage = z.infer<typeof usagePage>;

export const usageLimitDto = z.object({
  meter: z.enum(["api_calls", "agents", "tenants", "seats"]),
  used: z.number().int(),
  limit: z.number().int().nullable().meta({ description: "null: unlimited." }),
  remaining: z.number().int().nullable(),
  period_start: z.iso
    .datetime()
    .nullable()
    .meta({ description: "The period in UTC, its end not included; null for what does not start again." }),
  period_end: z.iso.datetime().nullable(),
});
export type UsageLimitDto = z.infer<typeof usageLimitDto>;
export const usageLimitPage = pageOf(usageLimitDto);
export type UsageLimitPage = z.infer<typeof usageLimitPage>;

function isRecent(text: string): boolean {
  const ageMs = Date.now() - Date.parse(text);
  return ageMs <= MAX_EVENT_AGE_DAYS * 86_400_000 && ageMs >= -300_000;
}
