import type { useTranslations } from "next-intl";
import { endingColumns } from "@/components/support/ending-columns";
import { DateTime } from "@/components/ui/display/time";
import type { DataColumn } from "@/components/ui/table/types";
import type { SupportSessionDto } from "@/lib/access/support/schema";

/** Columns of a workspace's support sessions; without `end` nobody is offered to end one. */
export function sessionColumns(
  t: ReturnType<typeof useTranslations<"support">>,
  end: ((id: string) => void) | null,
): DataColumn<SupportSessionDto>[] {
  return [
    {
      id: "staff",
      header: t("columns.staff"),
      cell: (session) => (
        <span className="grid min-w-32">
          <span className="font-medium">{session.staff_name}</span>
          <span className="text-fg-subtle text-xs">{t("columns.as", { member: session.member.name })}</span>
          <span className="text-fg-subtle text-xs md:hidden">
            {session.reason} ({session.ticket})
          </span>
        </span>
      ),
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
            {session.consented_by
              ? ` · ${t("tenant.sessions.consent", { name: session.consented_by })}`
              : null}
          </span>
        </span>
      ),
    },
    {
      id: "did",
      header: t("tenant.sessions.did"),
      priority: "desktop",
      cell: ({ pages, changes, blocked }) => t("tenant.sessions.counts", { pages, changes, blocked }),
    },
    {
      id: "started",
      header: t("columns.started"),
      priority: "tablet",
      cell: (session) => (
        <span className="grid">
          <DateTime value={session.started_at} style="dateTime" />
          {session.ended_at ? (
            <span className="text-fg-subtle text-xs">
              {t("tenant.sessions.duration", { minutes: minutesOf(session.started_at, session.ended_at) })}
            </span>
          ) : null}
        </span>
      ),
    },
    ...endingColumns<SupportSessionDto>(t, end),
  ];
}

function minutesOf(from: string, to: string): number {
  return Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 60_000));
}
