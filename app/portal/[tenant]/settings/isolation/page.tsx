import { getTranslations } from "next-intl/server";
import { IsolationChecks } from "@/components/isolation/isolation-checks";
import { IsolationHistory } from "@/components/isolation/isolation-history";
import { IsolationState } from "@/components/isolation/isolation-state";
import { Card } from "@/components/ui/display/card";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireContext } from "@/lib/access/require-context";
import { getIsolationStatus } from "@/lib/lifecycle/canaries/get-isolation-status";

export async function generateMetadata() {
  const t = await getTranslations("isolation");
  return { title: t("title") };
}

export default async function IsolationPage() {
  const ctx = await requireContext("tenant:read");
  const [t, status] = await Promise.all([getTranslations("isolation"), getIsolationStatus(ctx)]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="grid gap-6">
        <IsolationState state={status.state} last={status.last} />
        <Card title={t("history.title")} description={t("history.description")}>
          <IsolationHistory days={status.days} />
        </Card>
        <Card title={t("checks.title")} description={t("checks.description")}>
          <IsolationChecks failures={status.last?.failures ?? []} isKnown={status.last !== null} />
        </Card>
      </div>
    </>
  );
}
