import * as z from "zod";
import { API_CALLS, meterName, type UsageInterval, type UsageLimitDto } from "@/lib/usage/schema";

const DAY_MS = 86_400_000;
/** Before this share of a period has passed, its pace says nothing. */
const MIN_ELAPSED = 0.05;

export const USAGE_RANGES = ["24h", "7d", "30d", "90d", "period"] as const;
export type UsageRange = (typeof USAGE_RANGES)[number];

/** What the usage page shows, read from its address; anything odd falls back to the default. */
export const usageView = z.object({
  meter: meterName.catch(API_CALLS),
  range: z.enum(USAGE_RANGES).catch("30d"),
});
export type UsageView = z.infer<typeof usageView>;

/** The series query of a chosen range. `period` is the account's open billing period. */
export function rangeQuery(
  range: UsageRange,
  period: { start: string; end: string } | null,
  now = new Date(),
): { interval: UsageInterval; from: string; to?: string } {
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString();
  switch (range) {
    case "24h":
      return { interval: "hour", from: ago(23 / 24) };
    case "7d":
      return { interval: "day", from: ago(6) };
    case "30d":
      return { interval: "day", from: ago(29) };
    case "90d":
      return { interval: "day", from: ago(89) };
    case "period":
      return period
        ? { interval: "day", from: period.start, to: period.end }
        : { interval: "day", from: ago(29) };
    default:
      return range satisfies never;
  }
}

/** What the period ends at if the rest of it goes as it went so far; null when it is too early to say. */
export function forecast(
  limit: Pick<UsageLimitDto, "used" | "period_start" | "period_end">,
  now = new Date(),
): number | null {
  if (!limit.period_start || !limit.period_end || limit.used === 0) return null;
  const start = Date.parse(limit.period_start);
  const elapsed = (now.getTime() - start) / (Date.parse(limit.period_end) - start);
  return elapsed >= MIN_ELAPSED && elapsed <= 1 ? Math.round(limit.used / elapsed) : null;
}
