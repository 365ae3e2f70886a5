"use client";
import { Archive, ArchiveRestore, Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RenameAgentDialog } from "@/components/agents/rename-agent-dialog";
import { useAgentStatus } from "@/components/agents/use-agent-status";
import { useCan } from "@/components/layout/shell/shell-context";
import { Button } from "@/components/ui/actions/button";
import type { AgentDto } from "@/lib/agents/schema";

type Props = { agent: Pick<AgentDto, "id" | "name" | "description" | "status"> };

/** Rename, archive and restore, on an agent's own page. */
export function AgentDetailActions({ agent }: Props) {
  const t = useTranslations("agents.actions");
  const [isRenaming, setIsRenaming] = useState(false);
  const changeStatus = useAgentStatus();
  const mayUpdate = useCan("agents:update");
  const mayArchive = useCan("agents:archive");
  const { id, name } = agent;
  const isArchived = agent.status === "archived";
  return (
    <>
      {mayUpdate && !isArchived ? (
        <Button onClick={() => setIsRenaming(true)}>
          <Pencil aria-hidden="true" className="size-4" />
          {t("rename")}
        </Button>
      ) : null}
      {mayArchive ? (
        <Button
          loading={changeStatus.isPending}
          onClick={() => changeStatus.mutate({ id, name, status: isArchived ? "active" : "archived" })}
        >
          {isArchived ? (
            <ArchiveRestore aria-hidden="true" className="size-4" />
          ) : (
            <Archive aria-hidden="true" className="size-4" />
          )}
          {isArchived ? t("restore") : t("archive")}
        </Button>
      ) : null}
      {isRenaming ? <RenameAgentDialog agent={agent} onClose={() => setIsRenaming(false)} /> : null}
    </>
  );
}
