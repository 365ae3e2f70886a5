import * as z from "zod";
import { listQuery, pageOf } from "@/lib/core/list-query";

/** Steps of the plan feature `analytics`, weakest first. */
export const ANALYTICS_LEVELS = ["basic", "standard", "advanced", "enterprise"] as const;
export type AnalyticsLevel = (typeof ANALYTICS_LEVELS)[number];

export const ANALYTICS_RANGES = ["24h", "7d", "30d", "period", "90d", "12m"] as const;
export const analyticsRange = z.enum(ANALYTICS_RANGES);
export type AnalyticsRange = z.infer<typeof analyticsRange>;

/** The level that opens each range and each breakdown. */
export const RANGE_LEVEL: Record<AnalyticsRange, AnalyticsLevel> = {
  "24h": "basic",
  "7d": "basic",
  "30d": "standard",
  period: "standard",
  "90d": "advanced",
  "12m": "enterprise",
};
export const BREAKDOWNS = ["route", "api_key", "status"] as const;
export const breakdownBy = z.enum(BREAKDOWNS);
export type BreakdownBy = z.infer<typeof breakdownBy>;
export const BREAKDOWN_LEVEL: Record<BreakdownBy, AnalyticsLevel> = {
  route: "standard",
  api_key: "advanced",
  status: "advanced",
};
export const MEMBERS_LEVEL: AnalyticsLevel = "advanced";

/** Days that the raw request ledger is kept; the roll-ups stay longer. */
export const LEDGER_DAYS: Record<AnalyticsLevel, number> = {
  basic: 7,
  standard: 30,
  advanced: 90,
  enterprise: 400,
};

const range = analyticsRange.default("24h").meta({
  description:
    "Hours for 24h and 7d, UTC days beyond. `period` is the open billing period. Longer ranges need a higher plan.",
});
const time = z.iso.datetime();
const count = z.number().int();
const latency = count.nullable().meta({
  description:
    "Milliseconds, at most 4.4 % from the exact percentile; null without requests. Requests refused with 4xx are left out: they are fast and would flatter it.",
});

export const performanceQuery = z.strictObject({ range });
export type PerformanceQuery = z.input<typeof performanceQuery>;
export const breakdownQuery = listQuery.extend({ range, by: breakdownBy.default("route") });
export type BreakdownQuery = z.input<typeof breakdownQuery>;
export const membersQuery = listQuery.extend({
  range: range.default("30d"),
  limit: z.coerce.number().int().min(1).max(100).default(100),
});
export type MembersQuery = z.input<typeof membersQuery>;

export const analyticsReport = z.enum(["series", ...BREAKDOWNS, "members"]);
export type AnalyticsReport = z.infer<typeof analyticsReport>;
export const exportQuery = z.strictObject({ range, report: analyticsReport.default("series") });
export type AnalyticsExportQuery = z.input<typeof exportQuery>;

const figures = {
  requests: count,
  client_errors: count.meta({ description: "Refused with 4xx: no fault of the platform." }),
  faults: count.meta({ description: "Answered with 5xx, or later than 30 seconds." }),
  error_rate: z.number().nullable().meta({ description: "faults / requests, from 0 to 1." }),
  p50_ms: latency,
  p95_ms: latency,
  p99_ms: latency,
};

export const performancePointDto = z.object({
  start: time,
  end: time,
  ...figures,
  availability: z.number().nullable(),
});
export type PerformancePointDto = z.infer<typeof performancePointDto>;

export const performanceDto = z.object({
  range: analyticsRange,
  interval: z.enum(["hour", "day"]),
  from: time,
  to: time,
  as_of: time
    .nullable()
    .meta({ description: "Requests before this moment are in the figures; null before the first run." }),
  totals: z.object({
    ...figures,
    average_ms: z.number().nullable(),
    response_bytes: count,
    availability: z.number().nullable().meta({
      description:
        "Mean over five-minute windows of the share of requests without fault. Windows out of service do not count, windows without requests count as whole unless probes found the platform down.",
    }),
    availability_target: z.number(),
    windows: count,
    faulty_windows: count,
  }),
  series: z.array(performancePointDto),
});
export type PerformanceDto = z.infer<typeof performanceDto>;

export const breakdownRowDto = z.object({
  key: z
    .string()
    .meta({ description: "The route, the API key's id (`portal` for people in the portal), or the status." }),
  label: z.string(),
  ...figures,
});
export type BreakdownRowDto = z.infer<typeof breakdownRowDto>;
export const breakdownPage = pageOf(breakdownRowDto);
export type BreakdownPage = z.infer<typeof breakdownPage>;

export const activeMembersDto = z.object({
  day: time,
  daily: count.meta({ description: "Unique members of this UTC day." }),
  weekly: count.meta({ description: "Of the 7 days that end with it." }),
  monthly: count.meta({ description: "Of the 30 days that end with it." }),
});
export type ActiveMembersDto = z.infer<typeof activeMembersDto>;
export const activeMembersPage = pageOf(activeMembersDto);
export type ActiveMembersPage = z.infer<typeof activeMembersPage>;
