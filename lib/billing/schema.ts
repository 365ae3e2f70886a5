import * as z from "zod";
import { listQuery, pageOf } from "@/lib/core/list-query";
import { BILLING_INTERVALS, FEATURE_KEYS, PLAN_KEYS } from "@/lib/entitlements/catalogue";
import type { PerformanceQuery } from "@/lib/usage/analytics/schema";

export const paidPlan = z.enum(["starter", "professional", "enterprise"]);
export const interval = z.enum(BILLING_INTERVALS);
const money = z.object({ amount: z.int(), currency: z.string() });
const time = z.iso.datetime();

/** Stripe's list of reasons for leaving. */
export const CANCEL_REASONS = [
  "too_expensive",
  "missing_features",
  "switched_service",
  "unused",
  "customer_service",
  "too_complex",
  "low_quality",
  "other",
] as const;

export const planTerms = z.strictObject({ plan: paidPlan, interval: interval.default("month") });

export const changeInput = planTerms.extend({
  /** The moment a preview was made for (Unix seconds): the invoice is then the one that was shown. */
  proration_date: z.int().positive().optional(),
});

export const cancelInput = z.strictObject({
  reason: z.enum(CANCEL_REASONS).default("other"),
  comment: z.string().trim().max(1000).optional(),
});

export const subscriptionDto = z.object({
  id: z.uuid(),
  plan: z.enum(PLAN_KEYS),
  interval,
  status: z.string(),
  current_period_start: time.nullable(),
  current_period_end: time.nullable(),
  cancels_at: time.nullable(),
  pending_plan: z.enum(PLAN_KEYS).nullable(),
  past_due_since: time.nullable(),
  created_at: time,
});
export type SubscriptionDto = z.output<typeof subscriptionDto>;
export const subscriptionPage = pageOf(subscriptionDto);

export const checkoutDto = z.object({ checkout_url: z.url() });
export const portalInput = z.strictObject({ flow: z.enum(["home", "payment_method"]).default("home") });
export const portalDto = z.object({ url: z.url() });

export const invoiceDto = z.object({
  id: z.uuid(),
  number: z.string().nullable(),
  status: z.string(),
  total: money,
  amount_due: money,
  issued_at: time,
  period_start: time.nullable(),
  period_end: time.nullable(),
  hosted_url: z.url().nullable(),
  pdf_url: z.url().nullable(),
});
export type InvoiceDto = z.output<typeof invoiceDto>;
export const invoicePage = pageOf(invoiceDto);
export const invoiceQuery = listQuery;

export const spendDto = z.object({
  from: time,
  to: time,
  plan: z.enum(PLAN_KEYS),
  recurring: money
    .extend({ interval })
    .nullable()
    .meta({ description: "The subscription's price; null on Free." }),
  invoiced: money
    .extend({ invoices: z.int() })
    .meta({ description: "Invoices issued in the range, for all workspaces." }),
});
export type SpendDto = z.output<typeof spendDto>;
export type SpendQuery = PerformanceQuery;

/** `checkout`: no subscription yet. `now`: billed at once. `period_end`: a downgrade that waits. */
export const previewDto = z.object({
  kind: z.enum(["checkout", "now", "period_end"]),
  plan: paidPlan,
  interval,
  effective_at: time,
  /** What is charged now; negative amounts become credit for the next invoices. */
  due_now: money,
  lines: z.array(z.object({ description: z.string(), amount: z.int() })),
  next_charge: money.extend({ at: time.nullable() }),
  proration_date: z.int().nullable(),
  limits: z.array(
    z.object({
      feature: z.enum(FEATURE_KEYS),
      before: z.union([z.number(), z.string(), z.boolean()]).nullable(),
      after: z.union([z.number(), z.string(), z.boolean()]).nullable(),
      better: z.boolean(),
    }),
  ),
});
export type PreviewDto = z.output<typeof previewDto>;

export const planDto = z.object({
  key: z.enum(PLAN_KEYS),
  version: z.int(),
  name: z.string(),
  prices: z.array(z.object({ interval, amount: z.int(), currency: z.string() })),
  features: z.array(
    z.object({
      feature: z.enum(FEATURE_KEYS),
      enabled: z.boolean(),
      limit: z.int().nullable(),
      level: z.string().nullable(),
    }),
  ),
});
export const planList = z.object({ data: z.array(planDto) });

/** An id that has not even the shape of one names nothing: the answer is the unknown id's. */
export const idParams = z.strictObject({ id: z.uuid() });
