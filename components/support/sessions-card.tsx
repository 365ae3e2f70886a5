"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { LifeBuoy } from "lucide-react";
import { useTranslations } from "next-intl";
import { endSupport, supportSessionList } from "@/components/support/queries";
import { sessionColumns } from "@/components/support/session-columns";
import { useEndSession } from "@/components/support/use-end-session";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { DataTable } from "@/components/ui/table/data-table";
import { queryRows } from "@/components/ui/table/query-rows";
import { useTableState } from "@/components/ui/table/use-table-state";

/** Support sessions here, live and past; an admin ends a live one. */
export function SessionsCard({ mayManage }: { mayManage: boolean }) {
  const t = useTranslations("support");
  const state = useTableState();
  const sessions = useQuery({ ...supportSessionList(state.query), placeholderData: keepPreviousData });
  const end = useEndSession(endSupport, ["support-sessions"]);
  return (
    <section className="grid gap-3">
      <div>
        <h2 className="font-semibold">{t("tenant.sessions.title")}</h2>
        <p className="text-fg-muted text-sm">{t("tenant.sessions.description")}</p>
      </div>
      <DataTable
        label={t("tenant.sessions.table")}
        columns={sessionColumns(t, mayManage ? (id) => void end(id) : null)}
        {...queryRows(sessions)}
        rowId={(session) => session.id}
        state={state}
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
