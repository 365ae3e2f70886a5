"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { DatabaseZap } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { fleetColumns } from "@/components/admin/fleet/fleet-columns";
import { fleetList } from "@/components/admin/fleet/queries";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { DataTable } from "@/components/ui/table/data-table";
import { queryRows } from "@/components/ui/table/query-rows";
import { useTableState } from "@/components/ui/table/use-table-state";
import type { FleetTenantDto } from "@/lib/back-office/fleet/schema";
import { FLEET_STATES } from "@/lib/tenancy/fleet/schema";

const FILTERS = ["cell", "state"];

/** The workspaces of one cell and where their schemas stand; failures can be tried again. */
export function FleetTable({ cells }: { cells: readonly string[] }) {
  const t = useTranslations("fleet");
  const state = useTableState({ filters: FILTERS });
  const tenants = useQuery({ ...fleetList(state.query), placeholderData: keepPreviousData });
  useFreshCards(tenants.data?.data);
  return (
    <section className="grid gap-3">
      <h2 className="font-semibold text-base text-fg">{t("table.title")}</h2>
      <DataTable
        label={t("table.title")}
        columns={fleetColumns(t)}
        {...queryRows(tenants)}
        rowId={(tenant) => tenant.id}
        state={state}
        searchLabel={t("table.search")}
        filters={[
          { id: "cell", label: t("table.cell"), options: cells.map((value) => ({ value, label: value })) },
          {
            id: "state",
            label: t("table.state"),
            options: FLEET_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
          },
        ]}
        empty={
          <EmptyState
            variant="plain"
            icon={DatabaseZap}
            title={t("empty.title")}
            description={t("empty.description")}
          />
        }
      />
    </section>
  );
}

/** The cells above are drawn by the server: when a workspace in sight moves on, their figures have too. */
function useFreshCards(rows: readonly FleetTenantDto[] | undefined): void {
  const router = useRouter();
  const seen = useRef(new Map<string, FleetTenantDto["state"]>());
  useEffect(() => {
    const known = seen.current;
    const hasMoved = rows?.some(({ id, state }) => known.has(id) && known.get(id) !== state);
    seen.current = new Map(rows?.map(({ id, state }) => [id, state]));
    if (hasMoved) router.refresh();
  }, [rows, router]);
}
