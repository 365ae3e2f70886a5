import type { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/display/badge";
import { StatusDot } from "@/components/ui/display/status-dot";
import { RelativeTime } from "@/components/ui/display/time";
import type { DataColumn } from "@/components/ui/table/types";
import type { ServiceAccountDto } from "@/lib/access/service-accounts/schema";

const TONES = { active: "success", disabled: "neutral" } as const;

type Words = {
  t: ReturnType<typeof useTranslations<"serviceAccounts">>;
  roleName: (key: string | null) => string;
};

/** Columns of the table of service accounts. */
export function accountColumns({ t, roleName }: Words): DataColumn<ServiceAccountDto>[] {
  return [
    {
      id: "name",
      header: t("columns.name"),
      cell: (account) => (
        <span className="grid">
          <span className="font-medium">{account.name}</span>
          {account.description ? <span className="text-fg-subtle text-xs">{account.description}</span> : null}
        </span>
      ),
    },
    {
      id: "roles",
      header: t("columns.roles"),
      cell: (account) => (
        <span className="flex flex-wrap gap-1">
          {account.roles.map((role) => (
            <Badge key={role}>{roleName(role)}</Badge>
          ))}
        </span>
      ),
    },
    {
      id: "keys",
      header: t("columns.keys"),
      priority: "tablet",
      cell: (account) => t("keys", { count: account.active_keys }),
    },
    {
      id: "lastUsed",
      header: t("columns.lastUsed"),
      priority: "tablet",
      cell: (account) =>
        account.last_used_at ? (
          <RelativeTime value={account.last_used_at} />
        ) : (
          <span className="text-fg-subtle">{t("neverUsed")}</span>
        ),
    },
    {
      id: "createdBy",
      header: t("columns.createdBy"),
      priority: "desktop",
      cell: (account) => account.created_by,
    },
    {
      id: "status",
      header: t("columns.status"),
      cell: (account) => <StatusDot tone={TONES[account.status]}>{t(`status.${account.status}`)}</StatusDot>,
    },
  ];
}
