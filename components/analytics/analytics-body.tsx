import { Activity } from "lucide-react";
import { useTranslations } from "next-intl";
import { lockedBy } from "@/components/analytics/analytics-view";
import { BreakdownCard } from "@/components/analytics/breakdown-card";
import { MembersCard } from "@/components/analytics/members-card";
import { AvailabilityCard, LatencyChart, TrafficChart } from "@/components/analytics/performance-charts";
import { SpendCard } from "@/components/analytics/spend-card";
import { SummaryCards } from "@/components/analytics/summary-cards";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import type { SpendDto } from "@/lib/billing/schema";
import type { Entitlements } from "@/lib/core/context";
import {
  type ActiveMembersDto,
  type AnalyticsRange,
  BREAKDOWN_LEVEL,
  type BreakdownBy,
  type BreakdownRowDto,
  MEMBERS_LEVEL,
  type PerformanceDto,
} from "@/lib/usage/analytics/schema";

export type AnalyticsData = {
  performance: PerformanceDto;
  rows: readonly BreakdownRowDto[];
  days: readonly ActiveMembersDto[];
  /** Null for those who may not see billing. */
  spend: SpendDto | null;
  agents: number;
};

type Props = {
  view: { range: AnalyticsRange; by: BreakdownBy };
  data: AnalyticsData;
  entitlements: Entitlements;
  upgradeHref: string | null;
};

/** Figures, charts and tables of one range. */
export function AnalyticsBody({ view, data, entitlements, upgradeHref }: Props) {
  const t = useTranslations("analytics");
  const { performance, rows, days, spend, agents } = data;
  const { interval, series, totals } = performance;
  return (
    <>
      <SummaryCards totals={totals} />
      {totals.requests === 0 ? (
        <EmptyState
          icon={Activity}
          title={t("empty.title")}
          description={t("empty.description")}
          action={<ButtonLink href="/usage">{t("empty.usage")}</ButtonLink>}
        />
      ) : (
        <>
          <div className="grid gap-6 lg:grid-cols-2">
            <TrafficChart interval={interval} series={series} />
            <LatencyChart interval={interval} series={series} />
          </div>
          <BreakdownCard
            range={view.range}
            by={view.by}
            rows={rows}
            lockedBy={(by) => lockedBy(entitlements, BREAKDOWN_LEVEL[by])}
            upgradeHref={upgradeHref}
          />
        </>
      )}
      <AvailabilityCard performance={performance} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <MembersCard
          range={view.range}
          days={days}
          lockedBy={lockedBy(entitlements, MEMBERS_LEVEL)}
          upgradeHref={upgradeHref}
        />
        {spend ? <SpendCard spend={spend} totals={totals} agents={agents} /> : null}
      </div>
    </>
  );
}
