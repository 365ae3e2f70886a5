import { notFound } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import * as z from "zod";
import { AgentActivityList } from "@/components/agents/agent-activity-list";
import { AgentDetailActions } from "@/components/agents/agent-detail-actions";
import { AgentFacts } from "@/components/agents/agent-facts";
import { AgentStatus } from "@/components/agents/agent-status";
import { Translations } from "@/components/i18n/translations";
import { Card } from "@/components/ui/display/card";
import { CodeBlock } from "@/components/ui/display/code-block";
import { Alert } from "@/components/ui/feedback/alert";
import { Breadcrumbs } from "@/components/ui/navigation/breadcrumbs";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { Tabs } from "@/components/ui/navigation/tabs";
import { requireContext } from "@/lib/access/require-context";
import { getAgent } from "@/lib/agents/get-agent";
import { listAgentActivity } from "@/lib/agents/list-agent-activity";
import { NotFoundError } from "@/lib/core/errors";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata() {
  const t = await getTranslations("agents");
  return { title: t("title") };
}

export default async function AgentPage({ params }: Props) {
  const ctx = await requireContext("agents:read");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const [t, format, agent, events] = await Promise.all([
    getTranslations("agents"),
    getFormatter(),
    getAgent(ctx, id.data).catch((error: unknown) => {
      if (error instanceof NotFoundError) notFound();
      throw error;
    }),
    listAgentActivity(ctx, id.data),
  ]);
  const { configuration } = agent;
  const made = format.dateTime(new Date(configuration.created_at), { dateStyle: "long" });
  return (
    <Translations namespaces={["agents"]}>
      <PageHeader
        breadcrumbs={<Breadcrumbs items={[{ label: t("title"), href: "/agents" }, { label: agent.name }]} />}
        title={agent.name}
        badges={<AgentStatus status={agent.status} />}
        actions={<AgentDetailActions agent={agent} />}
      />
      {agent.status === "archived" ? (
        <Alert tone="info" className="mb-6">
          {t("detail.archivedNote")}
        </Alert>
      ) : null}
      <Tabs
        label={t("detail.tabs")}
        tabs={[
          { value: "overview", label: t("detail.overview"), content: <AgentFacts agent={agent} /> },
          {
            value: "configuration",
            label: t("detail.configuration"),
            content: (
              <Card
                title={t("detail.configuration")}
                description={t("detail.configNote", { version: configuration.version, date: made })}
              >
                <CodeBlock
                  label={t("detail.configLabel")}
                  code={JSON.stringify(configuration.values, null, 2)}
                />
              </Card>
            ),
          },
          { value: "activity", label: t("detail.activity"), content: <AgentActivityList events={events} /> },
        ]}
      />
    </Translations>
  );
}
