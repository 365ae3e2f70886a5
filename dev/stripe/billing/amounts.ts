import type { Price } from "../state/wire";

/** Price of `quantity` units in minor units. */
export function amountOf(price: Price, quantity: number): number {
  return Math.round(quantity * Number(price.unit_amount_decimal ?? price.unit_amount ?? 0));
}

/** `$29.00`. */
export function formatAmount(amountMinor: number, currency: string): string {
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** digits);
}

/** `per month`, `every 3 months`. */
export function formatInterval(price: Price): string {
  if (!price.recurring) return "once";
  const { interval, interval_count } = price.recurring;
  return interval_count === 1 ? `per ${interval}` : `every ${interval_count} ${interval}s`;
}

export function formatDay(seconds: number): string {
  const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
  return format.format(seconds * 1000);
}
