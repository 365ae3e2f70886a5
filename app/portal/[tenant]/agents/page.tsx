import { getTranslations } from "next-intl/server";
import { AgentsTable } from "@/components/agents/agents-table";
import { CreateAgentButton } from "@/components/agents/create-agent-button";
import { CreateAgentDialog } from "@/components/agents/create-agent-dialog";
import { Translations } from "@/components/i18n/translations";
import { Card } from "@/components/ui/display/card";
import { Meter } from "@/components/ui/feedback/meter";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireContext } from "@/lib/access/require-context";
import { listAgents } from "@/lib/agents/list-agents";
import { listCatalogue } from "@/lib/agents/list-catalogue";
import { isPlanKey, PLANS } from "@/lib/entitlements/catalogue";
import { accountUsage } from "@/lib/usage/account-usage";

export async function generateMetadata() {
  const t = await getTranslations("agents");
  return { title: t("title") };
}

export default async function AgentsPage() {
  const ctx = await requireContext("agents:read");
  const [t, catalogue, usage, first] = await Promise.all([
    getTranslations("agents"),
    listCatalogue(ctx),
    accountUsage(ctx.tenant.accountId),
    listAgents(ctx, {}),
  ]);
  const { used, limit } = usage.find((entry) => entry.meter === "agents") ?? { used: 0, limit: 0 };
  const mayCreate = ctx.decide("agents:create").allowed;
  const plan = (key: string | null) => (key && isPlanKey(key) ? PLANS[key].name : "");
  return (
    <Translations namespaces={["agents"]}>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={mayCreate ? <CreateAgentButton label={t("create")} primary /> : undefined}
      />
      <div className="grid gap-6">
        <Card className="max-w-md">
          <Meter label={t("meter")} used={used} limit={limit} />
          <p className="mt-2 text-fg-subtle text-sm">{t("meterNote")}</p>
        </Card>
        <AgentsTable
          first={first}
          createAction={mayCreate ? <CreateAgentButton label={t("empty.action")} /> : null}
        />
      </div>
      {mayCreate ? (
        <CreateAgentDialog
          catalogue={catalogue.map((entry) => ({ ...entry, planName: plan(entry.required_plan) }))}
          isFull={limit !== null && used >= limit}
          plansHref={ctx.decide("billing:read").allowed ? "/billing" : undefined}
        />
      ) : null}
    </Translations>
  );
}
