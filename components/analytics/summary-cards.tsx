import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormatLocale } from "#format-locale";
import { floorRatio } from "@/components/analytics/analytics-view";
import { StatusDot } from "@/components/ui/display/status-dot";
import { formatCompact, formatDuration, formatNumber, formatPercent } from "@/lib/core/format";
import type { PerformanceDto } from "@/lib/usage/analytics/schema";

/** The four figures everybody looks for first. */
export function SummaryCards({ totals }: Pick<PerformanceDto, "totals">) {
  const t = useTranslations("analytics.cards");
  const locale = useFormatLocale();
  const ms = (value: number | null) => (value === null ? "–" : formatDuration(value, locale));
  const isMet = totals.availability !== null && totals.availability >= totals.availability_target;
  const target = formatPercent(totals.availability_target, locale, 1);
  return (
    <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
      <Figure
        label={t("requests")}
        value={
          totals.requests < 100_000
            ? formatNumber(totals.requests, locale)
            : formatCompact(totals.requests, locale)
        }
      >
        {t("refused", { count: totals.client_errors })}
      </Figure>
      <Figure label={t("p95")} value={ms(totals.p95_ms)}>
        {t("percentiles", { p50: ms(totals.p50_ms), p99: ms(totals.p99_ms) })}
      </Figure>
      <Figure
        label={t("errorRate")}
        value={totals.error_rate === null ? "–" : formatPercent(totals.error_rate, locale, 2)}
      >
        {t("faults", { count: totals.faults })}
      </Figure>
      <Figure
        label={t("availability")}
        value={totals.availability === null ? "–" : formatPercent(floorRatio(totals.availability), locale, 3)}
      >
        {totals.availability === null ? (
          t("notMeasured")
        ) : (
          <StatusDot tone={isMet ? "success" : "danger"}>
            {isMet ? t("targetMet", { target }) : t("targetMissed", { target })}
          </StatusDot>
        )}
      </Figure>
    </div>
  );
}

/** One figure with a line under it. */
export function Figure({ label, value, children }: { label: string; value: string; children?: ReactNode }) {
  return (
    <section className="min-w-0 rounded-lg border bg-surface px-5 py-4">
      <h2 className="text-fg-muted text-sm">{label}</h2>
      <p className="tabular mt-2 font-semibold text-2xl tracking-tight">{value}</p>
      <p className="mt-1 text-fg-subtle text-sm">{children}</p>
    </section>
  );
}
