import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { ActivityCard } from "@/components/overview/activity-card";
import { ChecklistCard } from "@/components/overview/checklist-card";
import { FigureCard } from "@/components/overview/figure-card";
import { RequestNotice } from "@/components/support/request-notice";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireContext } from "@/lib/access/require-context";
import { listSupportRequests } from "@/lib/access/support/requests/list-support-requests";
import { isPlanKey, PLANS } from "@/lib/entitlements/catalogue";
import { getOverview } from "@/lib/lifecycle/get-overview";

export async function generateMetadata() {
  const t = await getTranslations("overview");
  return { title: t("title") };
}

export default async function OverviewPage() {
  const ctx = await requireContext("tenant:read");
  const [t, overview, asked] = await Promise.all([
    getTranslations("overview"),
    getOverview(ctx),
    ctx.decide("support:manage").allowed ? listSupportRequests(ctx, { open: "true", limit: 1 }) : null,
  ]);
  const meter = (name: string) => overview.usage.find((entry) => entry.meter === name);
  const calls = meter("api_calls");
  const agents = meter("agents");
  const { planKey } = ctx.tenant;
  return (
    <>
      <PageHeader title={t("title")} description={t("description", { name: ctx.tenant.name })} />
      <div className="grid gap-6">
        <RequestNotice request={asked?.data[0]} />
        {overview.checklist.dismissed || overview.checklist.steps.every((step) => step.done) ? null : (
          <Translations namespaces={["overview"]}>
            <ChecklistCard
              steps={overview.checklist.steps}
              mayDismiss={ctx.decide("tenant:update").allowed}
              permissions={[...ctx.permissions]}
            />
          </Translations>
        )}
        <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
          <FigureCard
            label={t("figures.apiCalls")}
            value={calls?.used ?? 0}
            limit={calls?.limit ?? null}
            href="/usage"
          />
          <FigureCard
            label={t("figures.agents")}
            value={overview.activeAgents}
            limit={agents?.limit ?? null}
            href="/agents"
          />
          <FigureCard
            label={t("figures.members")}
            value={overview.members}
            note={t("figures.pending", { count: overview.pendingInvitations })}
            href="/members"
          />
          <FigureCard
            label={t("figures.plan")}
            text={isPlanKey(planKey) ? PLANS[planKey].name : planKey}
            note={planKey === "free" ? t("figures.free") : t("figures.paid")}
            href={ctx.decide("billing:read").allowed ? "/billing" : undefined}
          />
        </div>
        {overview.activity ? (
          <ActivityCard events={overview.activity} timeZone={ctx.tenant.timeZone} />
        ) : null}
      </div>
    </>
  );
}
