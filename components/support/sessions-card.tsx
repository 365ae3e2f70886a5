"use client";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { LifeBuoy } from "lucide-react";
import { useTranslations } from "next-intl";
import { endSupport, supportSessionList } from "@/components/support/queries";
import { sessionColumns } from "@/components/support/session-columns";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { DataTable } from "@/components/ui/table/data-table";
import { useTableState } from "@/components/ui/table/use-table-state";

/** Support sessions here, live and past; an admin ends a live one. */
export function SessionsCard({ mayManage }: { mayManage: boolean }) {
  const t = useTranslations("support");
  const state = useTableState();
  const client = useQueryClient();
  const showFailure = useFailureToast();
  const sessions = useQuery({ ...supportSessionList(state.query), placeholderData: keepPreviousData });
  const end = async (id: string) => {
    try {
      await endSupport(id);
      toast.success(t("ended"));
    } catch (error) {
      showFailure(error);
    }
    await client.invalidateQueries({ queryKey: ["support-sessions"] });
  };
  return (
    <section className="grid gap-3">
      <div>
        <h2 className="font-semibold">{t("tenant.sessions.title")}</h2>
        <p className="text-fg-muted text-sm">{t("tenant.sessions.description")}</p>
      </div>
      <DataTable
        label={t("tenant.sessions.table")}
        columns={sessionColumns(t, mayManage ? (id) => void end(id) : null)}
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
            title={t("tenant.sessions.empty")}
            description={t("tenant.sessions.emptyDescription")}
          />
        }
      />
    </section>
  );
}
