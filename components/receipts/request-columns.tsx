import type { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/display/badge";
import { StatusDot } from "@/components/ui/display/status-dot";
import { DateTime, RelativeTime } from "@/components/ui/display/time";
import type { DataColumn } from "@/components/ui/table/types";
import type { AccessRequestDto } from "@/lib/access/receipts/schema";

const TONES = { pending: "info", granted: "success", dismissed: "neutral" } as const;

type Options = {
  t: ReturnType<typeof useTranslations<"receipts.requests">>;
  roleName: (key: string | null) => string;
};

/** Columns of the table of requests. */
export function requestColumns({ t, roleName }: Options): readonly DataColumn<AccessRequestDto>[] {
  return [
    {
      id: "person",
      header: t("columns.person"),
      cell: (row) => (
        <span className="grid min-w-0">
          <span className="font-medium">{row.person.name}</span>
          <span className="truncate text-fg-subtle">{row.person.email}</span>
        </span>
      ),
    },
    {
      id: "subject",
      header: t("columns.subject"),
      cell: (row) => (
        <span className="grid gap-0.5">
          <code className="font-mono text-xs">{row.subject || row.code}</code>
          {row.note ? <span className="text-fg-muted">{row.note}</span> : null}
        </span>
      ),
    },
    {
      id: "status",
      header: t("columns.status"),
      cell: (row) => (
        <span className="grid gap-1">
          <StatusDot tone={TONES[row.status]}>{t(`status.${row.status}`)}</StatusDot>
          {row.granted_role ? (
            <span className="flex flex-wrap items-center gap-1.5">
              <Badge>{roleName(row.granted_role)}</Badge>
              {row.granted_until ? <DateTime value={row.granted_until} style="dateTime" withZone /> : null}
            </span>
          ) : null}
        </span>
      ),
    },
    {
      id: "asked",
      header: t("columns.asked"),
      priority: "tablet",
      cell: (row) => <RelativeTime value={row.created_at} />,
    },
    { id: "by", header: t("columns.by"), priority: "desktop", cell: (row) => row.decided_by || "–" },
  ];
}
