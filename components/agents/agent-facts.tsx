import { useLocale, useTranslations } from "next-intl";
import { AgentStatus } from "@/components/agents/agent-status";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { Card } from "@/components/ui/display/card";
import { DescriptionList } from "@/components/ui/display/description-list";
import { DateTime } from "@/components/ui/display/time";
import { agentSpec } from "@/lib/agents/catalogue";
import type { AgentDetail } from "@/lib/agents/schema";

/** What an agent is, who made it and when. */
export function AgentFacts({ agent }: { agent: AgentDetail }) {
  const t = useTranslations("agents");
  const locale = useLocale();
  const spec = agentSpec(agent.catalogue_key);
  return (
    <Card title={t("detail.overview")}>
      <DescriptionList
        items={[
          { key: "kind", term: t("detail.kind"), value: spec?.name ?? agent.catalogue_key },
          { key: "about", term: t("detail.about"), value: spec?.description[locale] ?? "–" },
          { key: "note", term: t("detail.note"), value: agent.description || t("detail.noNote") },
          { key: "status", term: t("columns.status"), value: <AgentStatus status={agent.status} /> },
          { key: "version", term: t("detail.version"), value: agent.config_version },
          { key: "by", term: t("detail.createdBy"), value: agent.created_by.name || "–" },
          {
            key: "created",
            term: t("detail.created"),
            value: <DateTime value={agent.created_at} style="dateTime" withZone />,
          },
          {
            key: "changed",
            term: t("detail.changed"),
            value: <DateTime value={agent.updated_at} style="dateTime" withZone />,
          },
          {
            key: "id",
            term: t("detail.id"),
            value: (
              <span className="flex items-center gap-1">
                <code className="break-all font-mono text-xs">{agent.id}</code>
                <CopyButton value={agent.id} label={t("detail.copyId")} />
              </span>
            ),
          },
        ]}
      />
    </Card>
  );
}
