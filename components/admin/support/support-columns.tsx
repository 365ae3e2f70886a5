import Link from "next/link";
import type { useTranslations } from "next-intl";
import { endingColumns } from "@/components/support/ending-columns";
import { DateTime } from "@/components/ui/display/time";
import type { DataColumn } from "@/components/ui/table/types";
import type { AdminSupportSessionDto } from "@/lib/back-office/support/schema";

/** Columns of the back-office's support sessions. */
export function supportColumns(
  t: ReturnType<typeof useTranslations<"support">>,
  end: (id: string) => void,
): DataColumn<AdminSupportSessionDto>[] {
  return [
    {
      id: "staff",
      header: t("columns.staff"),
      cell: (session) => (
        <span className="grid min-w-32">
          <span className="font-medium">{session.staff_name}</span>
          <span className="text-fg-subtle text-xs">{t("columns.as", { member: session.member.name })}</span>
        </span>
      ),
    },
    {
      id: "tenant",
      header: t("columns.workspace"),
      cell: (session) => <Link href={`/tenants/${session.tenant.id}`}>{session.tenant.name}</Link>,
    },
    {
      id: "why",
      header: t("columns.why"),
      priority: "tablet",
      cell: (session) => (
        <span className="grid min-w-40">
          <span>{session.reason}</span>
          <span className="text-fg-subtle text-xs">
            {session.ticket} · {t(`modes.${session.mode}`)}
          </span>
        </span>
      ),
    },
    {
      id: "started",
      header: t("columns.started"),
      priority: "tablet",
      cell: (session) => <DateTime value={session.started_at} style="dateTime" />,
    },
    ...endingColumns<AdminSupportSessionDto>(t, end),
  ];
}
