import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { BarChart } from "@/components/ui/charts/bar-chart";
import { Card } from "@/components/ui/display/card";
import { formatDate, formatNumber, startsWeek } from "@/lib/core/format";
import { API_CALLS, type UsageBucketDto, type UsageInterval } from "@/lib/usage/schema";

type Props = {
  meter: string;
  meterLabel: string;
  interval: UsageInterval;
  buckets: readonly UsageBucketDto[];
  /** Period choice, at the right of the title. */
  children: React.ReactNode;
};

/** One meter over time; calls show the failed ones beside the counted. */
export function UsageChart({ meter, meterLabel, interval, buckets, children }: Props) {
  const t = useTranslations("usage");
  const locale = useFormatLocale();
  const total = buckets.reduce((sum, bucket) => sum + bucket.quantity, 0);
  const isCalls = meter === API_CALLS;
  const hasAny = buckets.some((bucket) => bucket.quantity > 0 || bucket.errors > 0);
  return (
    <Card
      title={t("chart.title", { meter: meterLabel })}
      description={`${t("chart.total", { total: formatNumber(total, locale) })} · ${t("utcNote")}`}
      action={children}
    >
      {hasAny ? (
        <BarChart
          label={t("chart.label", { meter: meterLabel, interval })}
          series={[
            { id: "counted", label: isCalls ? t("chart.succeeded") : t("chart.quantity"), tone: "accent" },
            ...(isCalls ? [{ id: "failed", label: t("chart.failed"), tone: "danger" as const }] : []),
          ]}
          points={buckets.map((bucket) => ({
            id: bucket.start,
            label: formatDate(bucket.start, locale, interval === "hour" ? "dateTime" : "date"),
            values: isCalls ? [bucket.quantity, bucket.errors] : [bucket.quantity],
            startsWeek: interval === "day" && startsWeek(bucket.start, locale),
          }))}
        />
      ) : (
        <p className="py-10 text-center text-fg-muted">{t("noData")}</p>
      )}
    </Card>
  );
}
