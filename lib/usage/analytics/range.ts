import type { AnalyticsRange } from "./schema";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A resolved range: whole UTC hours or days, the one that runs now included; `to` is not included. */
export type AnalyticsWindow = {
  range: AnalyticsRange;
  interval: "hour" | "day";
  spanMs: number;
  fromMs: number;
  toMs: number;
};

/** The window that a range stands for now. `periodStart` is the start of the account's open billing period. */
export function analyticsWindow(
  range: AnalyticsRange,
  periodStart: Date | null,
  now = new Date(),
): AnalyticsWindow {
  const last = (spanMs: number, buckets: number) => {
    const toMs = (Math.floor(now.getTime() / spanMs) + 1) * spanMs;
    return {
      range,
      interval: spanMs === HOUR_MS ? "hour" : "day",
      spanMs,
      fromMs: toMs - buckets * spanMs,
      toMs,
    } as const;
  };
  switch (range) {
    case "24h":
      return last(HOUR_MS, 24);
    case "7d":
      return last(HOUR_MS, 7 * 24);
    case "30d":
      return last(DAY_MS, 30);
    case "90d":
      return last(DAY_MS, 90);
    case "12m":
      return last(DAY_MS, 365);
    case "period": {
      const whole = last(DAY_MS, 30);
      if (!periodStart) return whole;
      return { ...whole, fromMs: Math.floor(periodStart.getTime() / DAY_MS) * DAY_MS };
    }
    default:
      return range satisfies never;
  }
}
