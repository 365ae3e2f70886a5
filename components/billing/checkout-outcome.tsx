import { CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { usePlanText } from "@/components/billing/use-plan-text";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Card } from "@/components/ui/display/card";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { PLANS, type PlanKey } from "@/lib/entitlements/catalogue";

const SHOWN = [
  "tenants",
  "agents",
  "api_calls",
  "agents_catalogue",
  "workflows",
  "integrations",
  "support",
] as const;

/** Back from Checkout: the plan is there, and this is what it holds. */
export function CheckoutOutcome({ plan }: { plan: PlanKey }) {
  const t = useTranslations("billing.success");
  const text = usePlanText();
  const { name, grants } = PLANS[plan];
  return (
    <div className="max-w-2xl">
      <PageHeader
        title={
          <span className="inline-flex items-center gap-2">
            <CircleCheck aria-hidden="true" className="size-5 text-success-text" />
            {t("title", { plan: name })}
          </span>
        }
        description={t("description", { plan: name })}
      />
      <Card
        title={t("whatNow")}
        footer={
          <div className="flex flex-wrap gap-2">
            <ButtonLink href="/" variant="primary">
              {t("overview")}
            </ButtonLink>
            <ButtonLink href="/billing">{t("billing")}</ButtonLink>
          </div>
        }
      >
        <dl className="grid gap-2">
          {SHOWN.map((feature) => (
            <div key={feature} className="flex justify-between gap-4">
              <dt className="text-fg-muted">{text.feature(feature)}</dt>
              <dd className="tabular text-right">{text.value(feature, grants[feature])}</dd>
            </div>
          ))}
        </dl>
      </Card>
    </div>
  );
}
