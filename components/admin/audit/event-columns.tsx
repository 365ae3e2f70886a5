import type { useTranslations } from "next-intl";
import { DateTime } from "@/components/ui/display/time";
import type { DataColumn } from "@/components/ui/table/types";
import type { PlatformEventDto } from "@/lib/back-office/events/schema";

type Options = {
  t: ReturnType<typeof useTranslations<"admin.audit">>;
  nameOf: (action: string) => string;
  onOpen: (event: PlatformEventDto) => void;
};

/** Columns of the platform's trail; the action opens the details. */
export function eventColumns({ t, nameOf, onOpen }: Options): DataColumn<PlatformEventDto>[] {
  return [
    {
      id: "time",
      header: t("columns.time"),
      cell: (event) => <DateTime value={event.occurred_at} style="dateTimeSeconds" />,
    },
    {
      id: "action",
      header: t("columns.action"),
      cell: (event) => (
        <button
          type="button"
          aria-label={t("details.open", { action: nameOf(event.action), key: event.action })}
          onClick={() => onOpen(event)}
          className="grid min-h-6 rounded-sm text-left"
        >
          <span className="font-medium underline decoration-line-strong underline-offset-3">
            {nameOf(event.action)}
          </span>{" "}
          <code className="font-mono text-2xs text-fg-subtle">{event.action}</code>
        </button>
      ),
    },
    {
      id: "actor",
      header: t("columns.actor"),
      cell: (event) => event.actor.label || "–",
    },
    {
      id: "target",
      header: t("columns.target"),
      priority: "tablet",
      cell: (event) => <span className="break-words">{event.target.label || event.target.id}</span>,
    },
    {
      id: "reason",
      header: t("columns.reason"),
      priority: "desktop",
      cell: (event) => <span className="line-clamp-2 max-w-64 text-fg-muted">{event.reason ?? ""}</span>,
    },
  ];
}
