import { getTranslations } from "next-intl/server";
import { CurrentPlanCard } from "@/components/billing/current-plan-card";
import { InvoicesCard } from "@/components/billing/invoices-card";
import { LimitsCard } from "@/components/billing/limits-card";
import { PastDueBanner } from "@/components/billing/past-due-banner";
import { PlanPicker } from "@/components/billing/plan-picker";
import { Translations } from "@/components/i18n/translations";
import { Alert } from "@/components/ui/feedback/alert";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireContext } from "@/lib/access/require-context";
import { getBillingOverview } from "@/lib/billing/get-billing-overview";
import { planTerms } from "@/lib/billing/schema";
import { rootUrl } from "@/lib/tenancy/hosts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata() {
  const t = await getTranslations("billing");
  return { title: t("title") };
}

export default async function BillingPage({ searchParams }: Props) {
  const ctx = await requireContext("billing:read");
  const [t, overview, query] = await Promise.all([
    getTranslations("billing"),
    getBillingOverview(ctx),
    searchParams,
  ]);
  const wanted = planTerms.safeParse({ plan: query.plan, interval: query.interval ?? "month" });
  const { plan, subscription, canManage, due } = overview;
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Translations namespaces={["billing", "plans"]}>
        <div className="grid gap-6">
          {due ? <PastDueBanner {...due} /> : null}
          {canManage ? null : <Alert>{t("readOnly")}</Alert>}
          <div className="grid items-start gap-6 lg:grid-cols-2">
            <CurrentPlanCard plan={plan} subscription={subscription} canManage={canManage} />
            <LimitsCard usage={overview.usage} seats={overview.seats} />
          </div>
          <PlanPicker
            plan={plan}
            subscription={subscription}
            canManage={canManage}
            pricingUrl={rootUrl("/pricing")}
            wanted={wanted.success ? wanted.data : null}
          />
          <InvoicesCard invoices={overview.invoices} />
        </div>
      </Translations>
    </>
  );
}
