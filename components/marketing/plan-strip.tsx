import { useTranslations } from "next-intl";
import { usePlanText } from "@/components/billing/use-plan-text";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { PLAN_KEYS, PLANS } from "@/lib/entitlements/catalogue";

/** The plans in one line each, with the way to the whole table. */
export function PlanStrip() {
  const t = useTranslations();
  const text = usePlanText();
  return (
    <section className="grid gap-6">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div className="grid gap-1">
          <h2 className="font-semibold text-2xl tracking-tight">{t("landing.plans.title")}</h2>
          <p className="text-fg-muted">{t("landing.plans.description")}</p>
        </div>
        <ButtonLink href="/pricing">{t("landing.plans.all")}</ButtonLink>
      </div>
      <ul className="grid gap-px overflow-hidden rounded-xl border bg-line sm:grid-cols-2 lg:grid-cols-4">
        {PLAN_KEYS.map((plan) => (
          <li key={plan} className="grid content-start gap-1 bg-surface p-5">
            <p className="font-semibold">{PLANS[plan].name}</p>
            <p className="tabular text-xl tracking-tight">
              {text.price(plan, "month")}{" "}
              <span className="text-fg-subtle text-sm tracking-normal">{text.unit(plan, "month")}</span>
            </p>
            <p className="mt-1 text-fg-muted text-sm">{t(`plans.taglines.${plan}`)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
