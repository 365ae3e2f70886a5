import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { adminAnalyticsView } from "@/components/admin/analytics/admin-view";
import { CostCard } from "@/components/admin/analytics/cost-card";
import { BreakdownTable } from "@/components/analytics/breakdown-table";
import { AvailabilityCard, LatencyChart, TrafficChart } from "@/components/analytics/performance-charts";
import { RangeNav } from "@/components/analytics/range-nav";
import { SummaryCards } from "@/components/analytics/summary-cards";
import { Card } from "@/components/ui/display/card";
import { Breadcrumbs } from "@/components/ui/navigation/breadcrumbs";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireStaff } from "@/lib/access/require-context";
import { ADMIN_RANGES } from "@/lib/back-office/analytics/schema";
import { loadTenantAnalytics } from "./load-tenant-analytics";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata() {
  const t = await getTranslations("analytics");
  return { title: t("title") };
}

export default async function TenantAnalyticsPage({ params, searchParams }: Props) {
  const ctx = await requireStaff();
  const [{ id }, t, admin] = await Promise.all([
    params,
    getTranslations("analytics"),
    getTranslations("admin.tenants"),
  ]);
  const { range } = adminAnalyticsView.parse(await searchParams);
  const found = await loadTenantAnalytics(ctx, id, range);
  if (!found) notFound();
  const { name, analytics } = found;
  const path = `/tenants/${id}`;
  const crumbs = [{ label: admin("title"), href: "/" }, { label: name, href: path }, { label: t("title") }];
  return (
    <>
      <PageHeader breadcrumbs={<Breadcrumbs items={crumbs} />} title={t("admin.tenantTitle", { name })} />
      <div className="grid min-w-0 gap-6">
        <RangeNav ranges={ADMIN_RANGES} current={range} hrefOf={(r) => `${path}/analytics?range=${r}`} />
        <SummaryCards totals={analytics.performance.totals} />
        <div className="grid gap-6 lg:grid-cols-2">
          <TrafficChart {...analytics.performance} />
          <LatencyChart {...analytics.performance} />
        </div>
        <AvailabilityCard performance={analytics.performance} />
        <CostCard cost={analytics.cost} />
        <Card title={t("breakdown.table.route")} padding="flush">
          <BreakdownTable by="route" rows={analytics.routes} />
        </Card>
      </div>
    </>
  );
}
