import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { cn } from "@/components/ui/cn";
import { formatDuration, formatNumber, formatPercent } from "@/lib/core/format";
import type { BreakdownBy, BreakdownRowDto } from "@/lib/usage/analytics/schema";

const HEAD = "h-9 px-3 font-medium text-fg-muted text-xs first:pl-5 last:pr-5";
const CELL = "px-3 py-2.5 first:pl-5 last:pr-5";
const WIDE = "max-md:hidden";

/** Requests by route, key or status, the busiest first, with a bar for the share of each. */
export function BreakdownTable({ by, rows }: { by: BreakdownBy; rows: readonly BreakdownRowDto[] }) {
  const t = useTranslations("analytics.breakdown");
  const total = rows.reduce((sum, row) => sum + row.requests, 0);
  return (
    <table aria-label={t(`table.${by}`)} className="w-full table-fixed text-sm">
      <thead className="border-b bg-inset">
        <tr>
          <th className={cn(HEAD, "text-left")}>{t(`by.${by}`)}</th>
          <th className={cn(HEAD, "w-28 text-right sm:w-44")}>{t("requests")}</th>
          <th className={cn(HEAD, WIDE, "w-28 text-right")}>{t("errorRate")}</th>
          <th className={cn(HEAD, WIDE, "w-24 text-right")}>p50</th>
          <th className={cn(HEAD, "w-20 text-right sm:w-24")}>p95</th>
          <th className={cn(HEAD, WIDE, "w-24 text-right")}>p99</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.key} by={by} row={row} share={total === 0 ? 0 : row.requests / total} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ by, row, share }: { by: BreakdownBy; row: BreakdownRowDto; share: number }) {
  const locale = useFormatLocale();
  const ms = (value: number | null) => (value === null ? "–" : formatDuration(value, locale));
  const isFailing = row.faults > 0;
  return (
    <tr className="border-b last:border-0">
      <th
        scope="row"
        className={cn(CELL, "truncate text-left font-normal max-md:whitespace-normal max-md:break-all")}
      >
        <Name by={by} row={row} />
      </th>
      <td className={cn(CELL, "tabular text-right")}>
        <span className="flex items-center justify-end gap-3">
          <span
            aria-hidden="true"
            className="hidden h-1.5 w-16 overflow-hidden rounded-full bg-inset sm:block"
          >
            <span
              className="block h-full rounded-full bg-accent"
              style={{ width: `${Math.max(2, share * 100)}%` }}
            />
          </span>
          <span className="min-w-10">{formatNumber(row.requests, locale)}</span>
        </span>
      </td>
      <td className={cn(CELL, WIDE, "tabular text-right", isFailing && "text-danger-text")}>
        {row.error_rate === null ? "–" : formatPercent(row.error_rate, locale, 2)}
      </td>
      <td className={cn(CELL, WIDE, "tabular text-right")}>{ms(row.p50_ms)}</td>
      <td className={cn(CELL, "tabular text-right")}>{ms(row.p95_ms)}</td>
      <td className={cn(CELL, WIDE, "tabular text-right")}>{ms(row.p99_ms)}</td>
    </tr>
  );
}

function Name({ by, row }: { by: BreakdownBy; row: BreakdownRowDto }) {
  const t = useTranslations("analytics.breakdown");
  switch (by) {
    case "route": {
      const [method, ...path] = row.key.split(" ");
      return (
        <span title={row.key}>
          <span className="mr-2 font-mono text-2xs text-fg-subtle">{method}</span>
          <code className="font-mono text-xs">{path.join(" ")}</code>
        </span>
      );
    }
    case "api_key":
      if (row.key === "portal") return t("portal");
      return row.label === row.key ? t("deletedKey", { id: row.key.slice(-6) }) : row.label;
    case "status":
      return <code className="font-mono text-xs">{row.key}</code>;
    default:
      return by satisfies never;
  }
}
