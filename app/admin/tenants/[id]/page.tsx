import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { TenantAnalyticsCard } from "@/components/admin/analytics/tenant-analytics-card";
import { BillingCard } from "@/components/admin/tenants/billing-card";
import { FactsCard } from "@/components/admin/tenants/facts-card";
import { HistoryCard } from "@/components/admin/tenants/history-card";
import { LimitsCard } from "@/components/admin/tenants/limits-card";
import { MembersCard } from "@/components/admin/tenants/members-card";
import { OperationsCard } from "@/components/admin/tenants/operations-card";
import { TenantHeader } from "@/components/admin/tenants/tenant-header";
import { PlacementCard } from "@/components/admin/transfers/placement-card";
import { TransferCard } from "@/components/admin/transfers/transfer-card";
import { Translations } from "@/components/i18n/translations";
import { requireStaff } from "@/lib/access/require-context";
import { getTenantAnalytics } from "@/lib/back-office/analytics/get-tenant-analytics";
import { listPlatformEvents } from "@/lib/back-office/events/list-platform-events";
import { getTenant } from "@/lib/back-office/tenants/get-tenant";
import { listCells } from "@/lib/back-office/transfers/list-cells";
import { DomainError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";

type Props = { params: Promise<{ id: string }> };
const EVENTS_SHOWN = 12;

export async function generateMetadata({ params }: Props) {
  await requireStaff();
  return { title: (await findTenant((await params).id))?.tenant.name };
}

export default async function TenantPage({ params }: Props) {
  await requireStaff();
  const [t, { id }] = await Promise.all([getTranslations("admin.tenant.history"), params]);
  const found = await findTenant(id);
  if (!found) notFound();
  const { tenant, platform, analytics, cells } = found;
  return (
    <Translations namespaces={["admin", "audit", "data", "roles"]}>
      <TenantHeader tenant={tenant} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="grid content-start gap-6">
          <FactsCard tenant={tenant} />
          <TenantAnalyticsCard id={tenant.id} analytics={analytics} />
          <OperationsCard operations={tenant.operations} />
          <TransferCard tenant={tenant} cells={cells} />
          {/* The form starts with what is saved. */}
          <PlacementCard
            key={tenant.account.placed_in}
            tenantId={tenant.id}
            account={tenant.account}
            cells={cells}
          />
        </div>
        <div className="grid content-start gap-6">
          <BillingCard tenant={tenant} />
          <LimitsCard limits={tenant.limits} />
        </div>
        <div className="min-w-0 lg:col-span-2">
          <MembersCard members={tenant.members} tenantId={tenant.id} />
        </div>
        <HistoryCard
          title={t("title")}
          description={t("description")}
          events={tenant.events.map((event) => ({ ...event, at: event.occurred_at }))}
        />
        <HistoryCard
          title={t("platformTitle")}
          description={t("platformDescription")}
          events={platform}
          allHref={`/audit?f.tenant_id=${tenant.id}`}
        />
      </div>
    </Translations>
  );
}

/** Once a render: the title and the page ask for the same. */
const findTenant = cache(async (id: string) => {
  const ctx = await requireStaff();
  if (!isId(id)) return null;
  try {
    const tenant = await getTenant(ctx, id);
    const analytics = tenant.cell_reachable ? await getTenantAnalytics(ctx, id, { range: "30d" }) : null;
    const { data } = await listPlatformEvents(ctx, { tenant_id: id, limit: EVENTS_SHOWN });
    const platform = data.map((event) => ({
      id: event.id,
      action: event.action,
      actor: event.actor.label,
      target: event.target.label,
      at: event.occurred_at,
      reason: event.reason,
    }));
    return { tenant, platform, analytics, cells: await listCells(ctx) };
  } catch (error) {
    if (error instanceof DomainError && error.code === "not_found") return null;
    throw error;
  }
});
