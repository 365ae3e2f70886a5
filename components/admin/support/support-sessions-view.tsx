"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { LifeBuoy } from "lucide-react";
import { useTranslations } from "next-intl";
import { endSupport, supportSessionList } from "@/components/admin/support/queries";
import { supportColumns } from "@/components/admin/support/support-columns";
import { useEndSession } from "@/components/support/use-end-session";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { DataTable } from "@/components/ui/table/data-table";
import { queryRows } from "@/components/ui/table/query-rows";
import { useTableState } from "@/components/ui/table/use-table-state";

/** Every support session, live and past, with a button that ends the live ones. */
export function SupportSessionsView() {
  const t = useTranslations("support");
  const state = useTableState({ filters: ["tenant_id"] });
  const sessions = useQuery({
    ...supportSessionList(state.query),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  const end = useEndSession(endSupport, ["admin", "support-sessions"]);
  return (
    <DataTable
      label={t("admin.table")}
      columns={supportColumns(t, (id) => void end(id))}
      {...queryRows(sessions)}
      rowId={(session) => session.id}
      state={state}
      empty={
        <EmptyState
          variant="plain"
          icon={LifeBuoy}
          title={t("admin.empty.title")}
          description={t("admin.empty.description")}
        />
      }
    />
  );
}
