import { Download } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { AnalyticsBody } from "@/components/analytics/analytics-body";
import { AnalyticsSkeleton } from "@/components/analytics/analytics-skeleton";
import { analyticsView, lockedBy } from "@/components/analytics/analytics-view";
import { LockedState } from "@/components/analytics/locked-state";
import { RangeNav } from "@/components/analytics/range-nav";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { LiveRefresh } from "@/components/usage/live-refresh";
import { requireContext } from "@/lib/access/require-context";
import type { TenantContext } from "@/lib/core/context";
import { formatUtc } from "@/lib/core/format";
import { ANALYTICS_RANGES, RANGE_LEVEL } from "@/lib/usage/analytics/schema";
import { loadAnalytics } from "./load-analytics";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata() {
  const t = await getTranslations("analytics");
  return { title: t("title") };
}

export default async function AnalyticsPage({ searchParams }: Props) {
  const ctx = await requireContext("usage:read");
  const view = analyticsView.parse(await searchParams);
  // What is asked for is decided above, so that a refusal keeps its status; only the figures are waited for.
  return (
    <Suspense key={`${view.range}-${view.by}`} fallback={<AnalyticsSkeleton />}>
      <Analytics ctx={ctx} view={view} />
    </Suspense>
  );
}

type AnalyticsProps = { ctx: TenantContext; view: ReturnType<typeof analyticsView.parse> };

async function Analytics({ ctx, view }: AnalyticsProps) {
  const { entitlements } = ctx.tenant;
  const upgradeHref = ctx.decide("billing:manage").allowed ? "/billing" : null;
  const [t, locale, data] = await Promise.all([
    getTranslations("analytics"),
    getLocale(),
    loadAnalytics(ctx, view),
  ]);
  const asOf = data?.performance.as_of;
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <>
            {data ? (
              <span data-testid="freshness" className="tabular text-fg-subtle text-sm">
                {asOf ? t("asOf", { time: formatUtc(asOf, locale) }) : t("notYet")}
              </span>
            ) : null}
            <LiveRefresh label={t("refresh")} />
            {data ? (
              <ButtonLink external download href={`/api/v1/analytics/export?range=${view.range}`}>
                <Download aria-hidden="true" className="size-4" />
                {t("download")}
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <div className="grid min-w-0 gap-6">
        <RangeNav
          ranges={ANALYTICS_RANGES}
          current={view.range}
          hrefOf={(range) => `/analytics?${new URLSearchParams({ range, by: view.by })}`}
          lockedBy={(range) => lockedBy(entitlements, RANGE_LEVEL[range])}
        />
        {data ? (
          <AnalyticsBody view={view} data={data} entitlements={entitlements} upgradeHref={upgradeHref} />
        ) : (
          <LockedState
            variant="card"
            name={t(`ranges.${view.range}`)}
            plan={lockedBy(entitlements, RANGE_LEVEL[view.range]) ?? ""}
            upgradeHref={upgradeHref}
          />
        )}
      </div>
    </>
  );
}
