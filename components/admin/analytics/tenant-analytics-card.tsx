import { useLocale, useTranslations } from "next-intl";
import { Micros } from "@/components/admin/analytics/cost-card";
import { floorRatio } from "@/components/analytics/analytics-view";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Card } from "@/components/ui/display/card";
import { DescriptionList } from "@/components/ui/display/description-list";
import type { AdminTenantAnalyticsDto } from "@/lib/back-office/analytics/schema";
import { formatBytes, formatDuration, formatNumber, formatPercent } from "@/lib/core/format";

/** How a workspace does and what it costs, in one card of its page. `analytics` is null while its cell is down. */
export function TenantAnalyticsCard({
  id,
  analytics,
}: {
  id: string;
  analytics: AdminTenantAnalyticsDto | null;
}) {
  const t = useTranslations("analytics.admin.card");
  return (
    <Card
      title={t("title")}
      description={t("description")}
      action={
        <ButtonLink size="sm" href={`/tenants/${id}/analytics`}>
          {t("open")}
        </ButtonLink>
      }
    >
      {analytics ? <Facts analytics={analytics} /> : <p className="text-fg-muted">{t("unreachable")}</p>}
    </Card>
  );
}

function Facts({ analytics }: { analytics: AdminTenantAnalyticsDto }) {
  const t = useTranslations("analytics.admin.card");
  const locale = useLocale();
  const { performance, active_members: members, storage_bytes: storageBytes, cost } = analytics;
  const { totals } = performance;
  const percent = (value: number | null, digits: number) =>
    value === null ? "–" : formatPercent(value, locale, digits);
  const rows = {
    requests: formatNumber(totals.requests, locale),
    p95: totals.p95_ms === null ? "–" : formatDuration(totals.p95_ms, locale),
    errorRate: percent(totals.error_rate, 2),
    availability: percent(totals.availability === null ? null : floorRatio(totals.availability), 3),
    members: t("memberCounts", {
      daily: members?.daily ?? 0,
      weekly: members?.weekly ?? 0,
      monthly: members?.monthly ?? 0,
    }),
    storage: formatBytes(storageBytes, locale),
    cost: <Micros micros={cost.total.micros} currency={cost.total.currency} />,
    revenue: <Micros micros={cost.revenue.micros} currency={cost.revenue.currency} />,
    margin: cost.margin === null ? t("noMargin") : percent(cost.margin, 1),
  };
  const keys = Object.keys(rows) as (keyof typeof rows)[];
  return <DescriptionList items={keys.map((key) => ({ key, term: t(key), value: rows[key] }))} />;
}
