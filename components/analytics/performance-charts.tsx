import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { floorRatio } from "@/components/analytics/analytics-view";
import { BarChart } from "@/components/ui/charts/bar-chart";
import { LineChart } from "@/components/ui/charts/line-chart";
import { UptimeStrip } from "@/components/ui/charts/uptime-strip";
import { Card } from "@/components/ui/display/card";
import { formatDate, formatDuration, formatPercent, startsWeek } from "@/lib/core/format";
import type { PerformanceDto, PerformancePointDto } from "@/lib/usage/analytics/schema";

type Point = Omit<PerformancePointDto, "availability">;
type Props = { interval: PerformanceDto["interval"]; series: readonly Point[] };
type TrafficProps = Props & { isPlatform?: boolean };

/** Requests over time: carried out, refused, failed. */
export function TrafficChart({ interval, series, isPlatform = false }: TrafficProps) {
  const t = useTranslations("analytics.traffic");
  const labelOf = usePointLabel(interval);
  const locale = useFormatLocale();
  return (
    <Card title={t("title")} description={t(isPlatform ? "platform" : "description")}>
      {series.some((point) => point.requests > 0) ? (
        <BarChart
          label={t("label", { interval })}
          series={[
            { id: "ok", label: t("ok"), tone: "accent" },
            { id: "refused", label: t("refused"), tone: "muted" },
            { id: "failed", label: t("failed"), tone: "danger" },
          ]}
          points={series.map((point) => ({
            id: point.start,
            label: labelOf(point.start),
            values: [point.requests - point.client_errors - point.faults, point.client_errors, point.faults],
            startsWeek: interval === "day" && startsWeek(point.start, locale),
          }))}
        />
      ) : (
        <Nothing />
      )}
    </Card>
  );
}

/** Median, 95th and 99th percentile over time. */
export function LatencyChart({ interval, series }: Props) {
  const t = useTranslations("analytics.latency");
  const locale = useFormatLocale();
  const labelOf = usePointLabel(interval);
  return (
    <Card title={t("title")} description={t("description")}>
      {series.some((point) => point.p95_ms !== null) ? (
        <LineChart
          label={t("label", { interval })}
          series={[
            { id: "p50", label: t("p50"), tone: "success" },
            { id: "p95", label: t("p95"), tone: "info" },
            { id: "p99", label: t("p99"), tone: "warning" },
          ]}
          points={series.map((point) => ({
            id: point.start,
            label: labelOf(point.start),
            values: [point.p50_ms, point.p95_ms, point.p99_ms],
          }))}
          format={(value) => formatDuration(Math.round(value), locale)}
        />
      ) : (
        <Nothing />
      )}
    </Card>
  );
}

/** Availability as a strip, with its definition. */
export function AvailabilityCard({ performance }: { performance: PerformanceDto }) {
  const t = useTranslations("analytics.availability");
  const locale = useFormatLocale();
  const { interval, series, totals } = performance;
  const labelOf = usePointLabel(interval);
  const write = (value: number) => formatPercent(floorRatio(value), locale, 3);
  return (
    <Card
      title={t("title")}
      description={t("windows", { windows: totals.windows, faulty: totals.faulty_windows })}
    >
      <UptimeStrip
        label={t("label", { interval })}
        name={t("name")}
        none={t("none")}
        target={totals.availability_target}
        points={series.map((point) => ({
          id: point.start,
          label: labelOf(point.start),
          value: point.availability,
        }))}
        format={write}
      />
      <details className="mt-3 text-sm">
        <summary className="w-fit rounded-sm text-fg-muted text-xs hover:text-fg">{t("how")}</summary>
        <p className="mt-2 max-w-prose text-fg-muted">{t("definition")}</p>
      </details>
    </Card>
  );
}

function Nothing() {
  const t = useTranslations("analytics");
  return <p className="py-10 text-center text-fg-muted">{t("noData")}</p>;
}

function usePointLabel(interval: PerformanceDto["interval"]): (start: string) => string {
  const locale = useFormatLocale();
  return (start) => formatDate(start, locale, interval === "hour" ? "dateTime" : "date");
}
