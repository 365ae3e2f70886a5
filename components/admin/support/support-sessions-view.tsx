"use client";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { LifeBuoy } from "lucide-react";
import { useTranslations } from "next-intl";
import { endSupport, supportSessionList } from "@/components/admin/support/queries";
import { supportColumns } from "@/components/admin/support/support-columns";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { DataTable } from "@/components/ui/table/data-table";
import { useTableState } from "@/components/ui/table/use-table-state";

/** Every support session, live and past, with a button that ends the live ones. */
export function SupportSessionsView() {
  const t = useTranslations("support");
  const state = useTableState({ filters: ["tenant_id"] });
  const client = useQueryClient();
  const showFailure = useFailureToast();
  const sessions = useQuery({
    ...supportSessionList(state.query),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  const end = async (id: string) => {
    try {
      await endSupport(id);
      toast.success(t("ended"));
    } catch (error) {
      showFailure(error);
    }
    await client.invalidateQueries({ queryKey: ["admin", "support-sessions"] });
  };
  return (
    <DataTable
      label={t("admin.table")}
      columns={supportColumns(t, (id) => void end(id))}
      rows={sessions.data?.data}
      rowId={(session) => session.id}
      state={state}
      nextCursor={sessions.data?.page.next_cursor}
      error={sessions.error}
      onRetry={() => void sessions.refetch()}
      isStale={sessions.isPlaceholderData}
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
