import { getLocale, getTranslations } from "next-intl/server";
import { adminAnalyticsView } from "@/components/admin/analytics/admin-view";
import { RankingCard } from "@/components/admin/analytics/ranking-card";
import { LatencyChart, TrafficChart } from "@/components/analytics/performance-charts";
import { RangeNav } from "@/components/analytics/range-nav";
import { SummaryCards } from "@/components/analytics/summary-cards";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { LiveRefresh } from "@/components/usage/live-refresh";
import { requireStaff } from "@/lib/access/require-context";
import { getPlatformAnalytics } from "@/lib/back-office/analytics/get-platform-analytics";
import { ADMIN_RANGES } from "@/lib/back-office/analytics/schema";
import { formatUtc } from "@/lib/core/format";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata() {
  const t = await getTranslations("analytics.admin");
  return { title: t("title") };
}

export default async function PerformancePage({ searchParams }: Props) {
  const ctx = await requireStaff();
  const { range } = adminAnalyticsView.parse(await searchParams);
  const [t, locale, figures] = await Promise.all([
    getTranslations("analytics"),
    getLocale(),
    getPlatformAnalytics(ctx, { range }),
  ]);
  const { interval, series, totals } = figures;
  return (
    <>
      <PageHeader
        title={t("admin.title")}
        description={t("admin.description", { count: figures.tenants })}
        actions={
          <>
            <span data-testid="freshness" className="tabular text-fg-subtle text-sm">
              {figures.as_of ? t("asOf", { time: formatUtc(figures.as_of, locale) }) : t("notYet")}
            </span>
            <LiveRefresh label={t("refresh")} />
          </>
        }
      />
      <div className="grid min-w-0 gap-6">
        <RangeNav ranges={ADMIN_RANGES} current={range} hrefOf={(name) => `/performance?range=${name}`} />
        <SummaryCards totals={totals} />
        <div className="grid gap-6 lg:grid-cols-2">
          <TrafficChart interval={interval} series={series} isPlatform />
          <LatencyChart interval={interval} series={series} />
        </div>
        <div className="grid items-start gap-6 xl:grid-cols-3">
          <RankingCard ranking="noisiest" rows={figures.noisiest} />
          <RankingCard ranking="slowest" rows={figures.slowest} />
          <RankingCard ranking="mostFailing" rows={figures.most_failing} />
        </div>
      </div>
    </>
  );
}
