"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AuditFilters } from "@/components/admin/audit/audit-filters";
import { auditQuery } from "@/components/admin/audit/audit-query";
import { eventColumns } from "@/components/admin/audit/event-columns";
import { EventSheet } from "@/components/admin/audit/event-sheet";
import { eventList } from "@/components/admin/queries";
import { useEventName } from "@/components/admin/use-event-name";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { DataTable } from "@/components/ui/table/data-table";
import { queryRows } from "@/components/ui/table/query-rows";
import { useTableState } from "@/components/ui/table/use-table-state";
import type { PlatformEventDto } from "@/lib/back-office/events/schema";

const FILTERS = ["action", "tenant_id", "actor_id", "from", "to"];

/** The platform's trail. `actions`: the kinds of events there are. */
export function AuditView({ actions }: { actions: readonly string[] }) {
  const t = useTranslations("admin.audit");
  const nameOf = useEventName();
  const state = useTableState({ filters: FILTERS });
  const events = useQuery({ ...eventList(auditQuery(state.query)), placeholderData: keepPreviousData });
  const [shown, setShown] = useState<PlatformEventDto>();
  const narrow = (filter: string, id: string) => {
    setShown(undefined);
    state.setFilter(filter, id);
  };
  return (
    <>
      <AuditFilters state={state} />
      <DataTable
        label={t("table")}
        columns={eventColumns({ t, nameOf, onOpen: setShown })}
        {...queryRows(events)}
        rowId={(event) => event.id}
        state={state}
        searchLabel={t("search")}
        filters={[
          {
            id: "action",
            label: t("action"),
            options: actions.map((value) => ({ value, label: nameOf(value) })),
          },
        ]}
        empty={
          <EmptyState
            variant="plain"
            icon={ScrollText}
            title={t("empty.title")}
            description={t("empty.description")}
          />
        }
      />
      <EventSheet event={shown} onClose={() => setShown(undefined)} onFilter={narrow} />
    </>
  );
}
