import Link from "next/link";
import type { useTranslations } from "next-intl";
import { RetryMigrationButton } from "@/components/admin/fleet/retry-migration-button";
import { StatusDot } from "@/components/ui/display/status-dot";
import { RelativeTime } from "@/components/ui/display/time";
import type { DataColumn } from "@/components/ui/table/types";
import type { FleetTenantDto } from "@/lib/back-office/fleet/schema";

const TONES = { pending: "neutral", running: "info", done: "success", failed: "danger" } as const;

/** Columns of the table of migrated workspaces. */
export function fleetColumns(t: ReturnType<typeof useTranslations<"fleet">>): DataColumn<FleetTenantDto>[] {
  return [
    {
      id: "name",
      header: t("table.workspace"),
      cell: (tenant) => (
        <Link href={`/tenants/${tenant.id}`} className="grid min-w-36 rounded-sm py-0.5">
          <span className="font-medium text-fg">{tenant.name}</span>
          <span className="text-fg-subtle text-xs">{tenant.slug}</span>
        </Link>
      ),
    },
    {
      id: "state",
      header: t("table.state"),
      cell: (tenant) => (
        <div className="grid gap-0.5">
          <StatusDot tone={TONES[tenant.state]} pulse={tenant.state === "running"}>
            {t(`states.${tenant.state}`)}
          </StatusDot>
          {tenant.error ? (
            <span className="max-w-md whitespace-normal break-words text-danger-text text-xs">
              {tenant.error}
            </span>
          ) : null}
        </div>
      ),
    },
    { id: "cell", header: t("table.cell"), priority: "tablet", cell: (tenant) => tenant.cell },
    {
      id: "version",
      header: t("table.version"),
      priority: "tablet",
      cell: (tenant) => <code className="font-mono text-xs">{tenant.version ?? "–"}</code>,
    },
    {
      id: "ring",
      header: t("table.ring"),
      priority: "desktop",
      cell: (tenant) => (tenant.ring ? t(`rings.${tenant.ring}`) : "–"),
    },
    {
      id: "took",
      header: t("table.took"),
      align: "end",
      priority: "desktop",
      cell: (tenant) => (tenant.took_ms === null ? "–" : t("table.ms", { ms: tenant.took_ms })),
    },
    {
      id: "updated",
      header: t("table.updated"),
      priority: "desktop",
      cell: (tenant) => (tenant.updated_at ? <RelativeTime value={tenant.updated_at} /> : "–"),
    },
    {
      id: "retry",
      header: t("table.actions"),
      hideHeader: true,
      align: "end",
      cell: (tenant) =>
        tenant.state === "failed" ? <RetryMigrationButton id={tenant.id} name={tenant.name} /> : null,
    },
  ];
}
