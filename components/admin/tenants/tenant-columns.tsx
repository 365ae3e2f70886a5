import Link from "next/link";
import type { useTranslations } from "next-intl";
import { TenantStatusDot } from "@/components/admin/tenants/tenant-status";
import { PlanBadge } from "@/components/ui/display/plan-badge";
import { DateTime, RelativeTime } from "@/components/ui/display/time";
import { Meter } from "@/components/ui/feedback/meter";
import type { DataColumn } from "@/components/ui/table/types";
import type { AdminTenantDto } from "@/lib/back-office/tenants/schema";
import { isPlanKey, PLANS } from "@/lib/entitlements/catalogue";

/** The plan's name in the catalogue, or the key of one that is no longer there. */
export function planName(key: string): string {
  return isPlanKey(key) ? PLANS[key].name : key;
}

/** Columns of the workspace table. */
export function tenantColumns(
  t: ReturnType<typeof useTranslations<"admin.tenants">>,
): DataColumn<AdminTenantDto>[] {
  return [
    {
      id: "name",
      header: t("columns.name"),
      cell: (tenant) => (
        <Link href={`/tenants/${tenant.id}`} className="grid min-w-36 rounded-sm py-0.5">
          <span className="font-medium text-fg">{tenant.name}</span>
          <span className="text-fg-subtle text-xs">{tenant.slug}</span>
        </Link>
      ),
    },
    {
      id: "status",
      header: t("columns.status"),
      cell: (tenant) => <TenantStatusDot status={tenant.status} />,
    },
    { id: "plan", header: t("columns.plan"), cell: (tenant) => <PlanBadge plan={planName(tenant.plan)} /> },
    {
      id: "members",
      header: t("columns.members"),
      align: "end",
      priority: "tablet",
      cell: (tenant) => tenant.members,
    },
    {
      id: "usage",
      header: t("columns.usage"),
      width: "11rem",
      priority: "tablet",
      cell: (tenant) => (
        <Meter
          size="sm"
          hideLabel
          label={t("columns.usage")}
          used={tenant.api_calls.used}
          limit={tenant.api_calls.limit}
        />
      ),
    },
    {
      id: "created",
      header: t("columns.created"),
      priority: "desktop",
      cell: (tenant) => <DateTime value={tenant.created_at} />,
    },
    {
      id: "lastActive",
      header: t("columns.lastActive"),
      priority: "desktop",
      cell: (tenant) =>
        tenant.last_active_at ? (
          <RelativeTime value={tenant.last_active_at} />
        ) : (
          <span className="text-fg-subtle">{t("never")}</span>
        ),
    },
  ];
}
