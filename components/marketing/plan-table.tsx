import { Check, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { usePlanText } from "@/components/billing/use-plan-text";
import { ScrollRegion } from "@/components/ui/display/scroll-region";
import { FEATURE_GROUPS, type FeatureKey, PLAN_KEYS, PLANS } from "@/lib/entitlements/catalogue";

const GROUPS = Object.entries(FEATURE_GROUPS) as [keyof typeof FEATURE_GROUPS, readonly FeatureKey[]][];

/** Every row of every plan. */
export function PlanTable() {
  const t = useTranslations();
  return (
    <ScrollRegion label={t("landing.pricing.caption")} className="rounded-lg">
      <table className="w-full min-w-180 border-collapse text-sm">
        <caption className="sr-only">{t("landing.pricing.caption")}</caption>
        <thead>
          <tr className="border-b">
            <th scope="col" className="w-1/4 px-5 py-3 text-left font-medium text-fg-muted">
              {t("landing.pricing.feature")}
            </th>
            {PLAN_KEYS.map((plan) => (
              <th key={plan} scope="col" className="px-5 py-3 text-left font-semibold">
                {PLANS[plan].name}
              </th>
            ))}
          </tr>
        </thead>
        {GROUPS.map(([group, features]) => (
          <tbody key={group}>
            <tr className="border-b bg-inset">
              <th
                scope="rowgroup"
                colSpan={PLAN_KEYS.length + 1}
                className="px-5 py-2 text-left font-medium text-fg-muted text-xs"
              >
                {t(`plans.groups.${group}`)}
              </th>
            </tr>
            {features.map((feature) => (
              <FeatureRow key={feature} feature={feature} />
            ))}
          </tbody>
        ))}
      </table>
    </ScrollRegion>
  );
}

function FeatureRow({ feature }: { feature: FeatureKey }) {
  const text = usePlanText();
  return (
    <tr className="border-b last:border-b-0">
      <th scope="row" className="px-5 py-2.5 text-left font-normal text-fg-muted">
        {text.feature(feature)}
      </th>
      {PLAN_KEYS.map((plan) => {
        const value = PLANS[plan].grants[feature];
        return (
          <td key={plan} className="tabular px-5 py-2.5">
            {typeof value === "boolean" ? (
              <Mark has={value} label={text.value(feature, value)} />
            ) : (
              text.value(feature, value)
            )}
          </td>
        );
      })}
    </tr>
  );
}

function Mark({ has, label }: { has: boolean; label: string }) {
  const Icon = has ? Check : Minus;
  return (
    <>
      <Icon aria-hidden="true" className={has ? "size-4 text-success-text" : "size-4 text-fg-subtle"} />
      <span className="sr-only">{label}</span>
    </>
  );
}
