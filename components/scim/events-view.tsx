"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useTranslations } from "next-intl";
import { DirectoryHeader } from "@/components/scim/directory-header";
import { directoryEvents } from "@/components/scim/queries";
import { StatusDot } from "@/components/ui/display/status-dot";
import { DateTime } from "@/components/ui/display/time";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { DataTable } from "@/components/ui/table/data-table";
import { queryRows } from "@/components/ui/table/query-rows";
import type { DataColumn } from "@/components/ui/table/types";
import { useTableState } from "@/components/ui/table/use-table-state";
import {
  EVENT_OUTCOMES,
  KEEP_EVENTS_DAYS,
  type ScimDirectoryDto,
  type ScimEventDto,
} from "@/lib/access/scim/schema";

const FILTERS = ["outcome"];
const TONES = { applied: "success", refused: "warning", failed: "danger" } as const;

/** What the provider asked for and what came of it. */
export function EventsView({ directory }: { directory: ScimDirectoryDto }) {
  const t = useTranslations("scim.events");
  const state = useTableState({ filters: FILTERS });
  const events = useQuery({
    ...directoryEvents(directory.connection_id, state.query),
    placeholderData: keepPreviousData,
  });
  const columns: readonly DataColumn<ScimEventDto>[] = [
    {
      id: "time",
      header: t("time"),
      cell: ({ created_at: at }) => <DateTime value={at} style="dateTimeSeconds" withZone />,
    },
    {
      id: "call",
      header: t("call"),
      cell: ({ method, path, resource, summary }) => (
        <span className="grid min-w-0 gap-0.5">
          <span className="font-medium">{resource.label || t("noName")}</span>
          <code className="break-all font-mono text-xs">
            {method} {path.replace("/api/scim/v2", "")}
          </code>
          {summary ? <span className="break-words text-fg-subtle text-xs">{summary}</span> : null}
        </span>
      ),
    },
    {
      id: "outcome",
      header: t("outcome"),
      cell: ({ outcome, status, detail, scim_type: type }) => (
        <span className="grid gap-0.5">
          <StatusDot tone={TONES[outcome]}>
            {t(`outcomes.${outcome}`)} ({status})
          </StatusDot>
          {detail ? (
            <span className="max-w-prose break-words text-fg-muted text-xs">
              {type ? `${type}: ` : ""}
              {detail}
            </span>
          ) : null}
        </span>
      ),
    },
    {
      id: "duration",
      header: t("duration"),
      priority: "desktop",
      cell: ({ duration_ms: durationMs }) => t("ms", { count: durationMs }),
    },
    { id: "ip", header: t("ip"), priority: "desktop", cell: ({ ip }) => ip ?? "–" },
  ];
  return (
    <>
      <DirectoryHeader directory={directory} />
      <DataTable
        label={t("label")}
        columns={columns}
        {...queryRows(events)}
        rowId={(row) => row.id}
        state={state}
        filters={[
          {
            id: "outcome",
            label: t("outcome"),
            options: EVENT_OUTCOMES.map((value) => ({ value, label: t(`outcomes.${value}`) })),
          },
        ]}
        empty={
          <EmptyState
            variant="plain"
            icon={ScrollText}
            title={t("empty")}
            description={t("emptyDescription", { days: KEEP_EVENTS_DAYS })}
          />
        }
      />
    </>
  );
}
