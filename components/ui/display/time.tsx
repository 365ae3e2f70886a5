import { useFormatLocale } from "#format-locale";

import { formatDate, formatRelative, formatUtc } from "@/lib/core/format";

type DateTimeProps = {
  /** ISO 8601 text or a Date. */
  value: string | Date;
  style?: "date" | "dateTime" | "time" | "month" | "dateTimeSeconds";
  /** Writes "UTC" behind it: billing periods, audit rows. The full UTC moment is always in the tooltip. */
  withZone?: boolean;
};

/** A moment in UTC, the zone of every period and log in Atrium. */
export function DateTime({ value, style = "date", withZone = false }: DateTimeProps) {
  const locale = useFormatLocale();
  return (
    <time
      dateTime={new Date(value).toISOString()}
      title={formatUtc(value, locale, "dateTimeSeconds")}
      className="tabular whitespace-nowrap"
    >
      {withZone ? formatUtc(value, locale, style) : formatDate(value, locale, style)}
    </time>
  );
}

/** How long ago, with the exact UTC moment in the tooltip. */
export function RelativeTime({ value }: { value: string | Date }) {
  const locale = useFormatLocale();
  return (
    <time
      dateTime={new Date(value).toISOString()}
      title={formatUtc(value, locale, "dateTimeSeconds")}
      className="whitespace-nowrap"
      // The browser's clock is a moment later than the server's; both texts are right.
      suppressHydrationWarning
    >
      {formatRelative(value, new Date(), locale)}
    </time>
  );
}
