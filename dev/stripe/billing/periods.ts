import type { Price } from "../state/wire";

const DAY_S = 86_400;

type Interval = { interval: string; interval_count: number };

/** The billing interval of a recurring price. */
export function intervalOf(price: Price): Interval {
  const { interval, interval_count } = price.recurring ?? { interval: "month", interval_count: 1 };
  return { interval, interval_count };
}

/**
 * End of the period that starts at `start`. Months keep the anchor's day where they have it:
 * anchored on the 31st, periods end on 28 February and on 31 March.
 */
export function periodEnd(start: number, { interval, interval_count }: Interval, anchor: number): number {
  if (interval === "day") return start + DAY_S * interval_count;
  if (interval === "week") return start + 7 * DAY_S * interval_count;
  const from = new Date(start * 1000);
  const wanted = new Date(anchor * 1000);
  const months = from.getUTCMonth() + interval_count * (interval === "year" ? 12 : 1);
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), months + 1, 0)).getUTCDate();
  const end = Date.UTC(
    from.getUTCFullYear(),
    months,
    Math.min(wanted.getUTCDate(), lastDay),
    wanted.getUTCHours(),
    wanted.getUTCMinutes(),
    wanted.getUTCSeconds(),
  );
  return Math.floor(end / 1000);
}

export function days(count: number): number {
  return count * DAY_S;
}
