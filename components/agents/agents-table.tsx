"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Archive, ArchiveRestore, Bot, Pencil } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { AgentIcon } from "@/components/agents/agent-icon";
import { AgentStatus } from "@/components/agents/agent-status";
import { agentList } from "@/components/agents/queries";
import { RenameAgentDialog } from "@/components/agents/rename-agent-dialog";
import { useAgentStatus } from "@/components/agents/use-agent-status";
import { useCan } from "@/components/layout/shell/shell-context";
import { DateTime } from "@/components/ui/display/time";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import type { MenuAction } from "@/components/ui/overlays/dropdown-menu";
import { DataTable } from "@/components/ui/table/data-table";
import { queryRows } from "@/components/ui/table/query-rows";
import type { DataColumn } from "@/components/ui/table/types";
import { useTableState } from "@/components/ui/table/use-table-state";
import { agentSpec } from "@/lib/agents/catalogue";
import type { AgentDto, AgentPage } from "@/lib/agents/schema";

const FILTERS = ["status"];

/** Agents of the workspace with what may be done to each. `createAction` fills the empty list. */
export function AgentsTable({ first, createAction }: { first: AgentPage; createAction: ReactNode }) {
  const t = useTranslations("agents");
  const state = useTableState({ filters: FILTERS });
  const agents = useQuery({ ...agentList(state.query, first), placeholderData: keepPreviousData });
  const [renaming, setRenaming] = useState<AgentDto>();
  const actionsOf = useAgentActions(setRenaming);
  return (
    <>
      <DataTable
        label={t("table")}
        columns={columnsOf(t)}
        {...queryRows(agents)}
        rowId={(agent) => agent.id}
        state={state}
        searchLabel={t("search")}
        filters={[
          {
            id: "status",
            label: t("columns.status"),
            options: (["active", "archived"] as const).map((value) => ({
              value,
              label: t(`status.${value}`),
            })),
          },
        ]}
        empty={
          <EmptyState
            variant="plain"
            icon={Bot}
            title={t("empty.title")}
            description={t("empty.description")}
            action={createAction}
          />
        }
        rowActions={actionsOf}
      />
      {renaming ? <RenameAgentDialog agent={renaming} onClose={() => setRenaming(undefined)} /> : null}
    </>
  );
}

function useAgentActions(onRename: (agent: AgentDto) => void) {
  const t = useTranslations("agents");
  const mayUpdate = useCan("agents:update");
  const mayArchive = useCan("agents:archive");
  const changeStatus = useAgentStatus();
  return (agent: AgentDto) => {
    const { id, name } = agent;
    const isArchived = agent.status === "archived";
    const items: MenuAction[] = [];
    if (mayUpdate && !isArchived) {
      items.push({
        label: t("actions.rename"),
        icon: <Pencil aria-hidden="true" />,
        onSelect: () => onRename(agent),
      });
    }
    if (mayArchive) {
      items.push({
        label: isArchived ? t("actions.restore") : t("actions.archive"),
        icon: isArchived ? <ArchiveRestore aria-hidden="true" /> : <Archive aria-hidden="true" />,
        onSelect: () => changeStatus.mutate({ id, name, status: isArchived ? "active" : "archived" }),
      });
    }
    return items.length > 0 ? { label: t("actions.menu", { name }), sections: [{ items }] } : undefined;
  };
}

function columnsOf(t: ReturnType<typeof useTranslations<"agents">>): readonly DataColumn<AgentDto>[] {
  return [
    {
      id: "name",
      header: t("columns.name"),
      cell: (agent) => (
        <span className="flex min-w-0 items-center gap-3">
          <AgentIcon catalogueKey={agent.catalogue_key} />
          <span className="grid min-w-0">
            <Link href={`/agents/${agent.id}`} className="truncate rounded-sm font-medium hover:underline">
              {agent.name}
            </Link>
            {agent.description ? <span className="truncate text-fg-subtle">{agent.description}</span> : null}
          </span>
        </span>
      ),
    },
    {
      id: "kind",
      header: t("columns.kind"),
      priority: "tablet",
      cell: (agent) => agentSpec(agent.catalogue_key)?.name ?? agent.catalogue_key,
    },
    { id: "status", header: t("columns.status"), cell: (agent) => <AgentStatus status={agent.status} /> },
    {
      id: "createdBy",
      header: t("columns.createdBy"),
      priority: "desktop",
      cell: (agent) => agent.created_by.name,
    },
    {
      id: "created",
      header: t("columns.created"),
      priority: "tablet",
      cell: (agent) => <DateTime value={agent.created_at} />,
    },
  ];
}
