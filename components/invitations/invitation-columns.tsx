import type { useTranslations } from "next-intl";
import { StatusDot } from "@/components/ui/display/status-dot";
import { DateTime, RelativeTime } from "@/components/ui/display/time";
import type { DataColumn } from "@/components/ui/table/types";
import type { InvitationDto, InvitationStatus } from "@/lib/access/invitations/schema";

const TONES = {
  pending: "info",
  expired: "warning",
  bounced: "danger",
  accepted: "success",
  declined: "neutral",
  revoked: "neutral",
} as const satisfies Record<InvitationStatus, string>;

type Options = {
  t: ReturnType<typeof useTranslations<"invitations">>;
  roleName: (key: string | null) => string;
};

/** Columns of the invitations table. */
export function invitationColumns({ t, roleName }: Options): readonly DataColumn<InvitationDto>[] {
  return [
    {
      id: "email",
      header: t("columns.email"),
      cell: (row) => <span className="font-medium">{row.email}</span>,
    },
    { id: "role", header: t("columns.role"), cell: (row) => roleName(row.role) },
    {
      id: "status",
      header: t("columns.status"),
      cell: (row) => (
        <span className="grid gap-0.5">
          <StatusDot tone={TONES[row.status]}>{t(`status.${row.status}`)}</StatusDot>
          {row.bounce_reason ? <span className="text-fg-subtle text-xs">{row.bounce_reason}</span> : null}
        </span>
      ),
    },
    {
      id: "invitedBy",
      header: t("columns.invitedBy"),
      priority: "desktop",
      cell: (row) => row.invited_by.name,
    },
    {
      id: "sent",
      header: t("columns.sent"),
      priority: "tablet",
      cell: (row) => <RelativeTime value={row.last_sent_at} />,
    },
    {
      id: "expires",
      header: t("columns.expires"),
      priority: "tablet",
      cell: (row) => (row.status === "pending" ? <DateTime value={row.expires_at} style="dateTime" /> : "–"),
    },
  ];
}
