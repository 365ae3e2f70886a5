import * as z from "zod";
import { PLAN_KEYS } from "@/lib/entitlements/catalogue";
import {
  activeMembersDto,
  breakdownRowDto,
  performanceDto,
  performancePointDto,
} from "@/lib/usage/analytics/schema";

export const ADMIN_RANGES = ["24h", "7d", "30d", "90d", "12m"] as const;
export const adminAnalyticsQuery = z.strictObject({ range: z.enum(ADMIN_RANGES).default("24h") });
export type AdminAnalyticsQuery = z.input<typeof adminAnalyticsQuery>;
export type AdminRange = z.output<typeof adminAnalyticsQuery>["range"];

const count = z.number().int();
const amount = z.object({
  micros: count.meta({ description: "Millionths of the currency's major unit." }),
  currency: z.string(),
});

export const tenantCostDto = z.object({
  lines: z.array(
    z.object({
      item: z.enum(["base", "requests", "compute", "egress", "storage", "meter"]),
      meter: z.string().nullable(),
      quantity: z
        .number()
        .meta({ description: "Months, requests, seconds, GB, GB-months, or units of the meter." }),
      micros: count,
    }),
  ),
  total: amount,
  revenue: amount.meta({
    description:
      "The account's subscription for the range, shared evenly by its workspaces; 0 without one that is paid.",
  }),
  margin: z.number().nullable().meta({ description: "(revenue - cost) / revenue; null without revenue." }),
});
export type TenantCostDto = z.infer<typeof tenantCostDto>;

export const adminTenantAnalyticsDto = z.object({
  performance: performanceDto,
  routes: z.array(breakdownRowDto),
  active_members: activeMembersDto.nullable(),
  storage_bytes: count,
  cost: tenantCostDto,
});
export type AdminTenantAnalyticsDto = z.infer<typeof adminTenantAnalyticsDto>;

export const rankedTenantDto = z.object({
  tenant_id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  plan: z.enum(PLAN_KEYS).or(z.string()),
  requests: count,
  faults: count,
  error_rate: z.number(),
  p95_ms: count.nullable(),
});
export type RankedTenantDto = z.infer<typeof rankedTenantDto>;

export const platformAnalyticsDto = z.object({
  range: z.enum(ADMIN_RANGES),
  interval: z.enum(["hour", "day"]),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  as_of: z.iso.datetime().nullable(),
  tenants: count.meta({ description: "Workspaces with any request in the range." }),
  totals: performanceDto.shape.totals,
  series: z.array(performancePointDto.omit({ availability: true })),
  noisiest: z.array(rankedTenantDto),
  slowest: z.array(rankedTenantDto),
  most_failing: z.array(rankedTenantDto),
});
export type PlatformAnalyticsDto = z.infer<typeof platformAnalyticsDto>;
