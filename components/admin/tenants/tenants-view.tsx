"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Building2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { tenantList } from "@/components/admin/queries";
import { StatusFilter } from "@/components/admin/tenants/status-filter";
import { tenantColumns } from "@/components/admin/tenants/tenant-columns";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { DataTable } from "@/components/ui/table/data-table";
import { queryRows } from "@/components/ui/table/query-rows";
import { useTableState } from "@/components/ui/table/use-table-state";
import { PLAN_KEYS, PLANS } from "@/lib/entitlements/catalogue";

const FILTERS = ["status", "plan"];

/** All workspaces, searched and filtered by the server; the URL is the only store. */
export function TenantsView() {
  const t = useTranslations("admin.tenants");
  const state = useTableState({ filters: FILTERS });
  const tenants = useQuery({ ...tenantList(state.query), placeholderData: keepPreviousData });
  return (
    <>
      <StatusFilter state={state} counts={tenants.data?.counts} />
      <DataTable
        label={t("table")}
        columns={tenantColumns(t)}
        {...queryRows(tenants)}
        rowId={(tenant) => tenant.id}
        state={state}
        searchLabel={t("search")}
        filters={[
          {
            id: "plan",
            label: t("plan"),
            options: PLAN_KEYS.map((value) => ({ value, label: PLANS[value].name })),
          },
        ]}
        empty={
          <EmptyState
            variant="plain"
            icon={Building2}
            title={t("empty.title")}
            description={t("empty.description")}
          />
        }
      />
    </>
  );
}
