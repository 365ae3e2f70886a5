"use client";
import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IntervalSwitch } from "@/components/billing/interval-switch";
import { usePlanText } from "@/components/billing/use-plan-text";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { cn } from "@/components/ui/cn";
import { Badge } from "@/components/ui/display/badge";
import { type BillingInterval, PLAN_KEYS, PLANS, type PlanKey } from "@/lib/entitlements/catalogue";

const HIGHLIGHTS = [
  "tenants",
  "seats",
  "agents",
  "api_calls",
  "agents_catalogue",
  "workflows",
  "integrations",
  "support",
] as const;
const POPULAR: PlanKey = "professional";

/** The four plans side by side, monthly or yearly. */
export function PlanCards() {
  const [interval, setInterval] = useState<BillingInterval>("month");
  const t = useTranslations("landing.pricing");
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <IntervalSwitch value={interval} onChange={setInterval} />
        <p className="text-fg-subtle text-sm">{t("currency")}</p>
      </div>
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {PLAN_KEYS.map((plan) => (
          <PlanCard key={plan} plan={plan} interval={interval} />
        ))}
      </ul>
    </div>
  );
}

function PlanCard({ plan, interval }: { plan: PlanKey; interval: BillingInterval }) {
  const t = useTranslations();
  const text = usePlanText();
  const { name, price, grants } = PLANS[plan];
  const isPopular = plan === POPULAR;
  return (
    <li className={cn("flex flex-col gap-5 rounded-xl border bg-surface p-5", isPopular && "border-accent")}>
      <div className="grid gap-1">
        <div className="flex items-center justify-between gap-2">
          <h2 className="font-semibold text-lg">{name}</h2>
          {isPopular ? <Badge tone="accent">{t("landing.pricing.popular")}</Badge> : null}
        </div>
        <p className="min-h-10 text-fg-muted text-sm">{t(`plans.taglines.${plan}`)}</p>
      </div>
      <div>
        <p className="flex items-baseline gap-1.5">
          <span className="tabular font-semibold text-3xl tracking-tight">{text.price(plan, interval)}</span>
          <span className="text-fg-muted text-sm">{text.unit(plan, interval)}</span>
        </p>
        <p className="tabular mt-1 min-h-5 text-fg-subtle text-sm">
          {price && interval === "year"
            ? t("plans.price.perMonthYearly", { amount: text.money(Math.round(price.year / 12)) })
            : null}
        </p>
      </div>
      <ButtonLink
        href={price ? `/sign-up?plan=${plan}&interval=${interval}` : "/sign-up"}
        variant={isPopular ? "primary" : "secondary"}
        size="lg"
        block
      >
        {price ? t("landing.pricing.choose", { plan: name }) : t("landing.pricing.start")}
      </ButtonLink>
      <ul className="grid gap-2 text-sm">
        {HIGHLIGHTS.filter((feature) => grants[feature] !== "none").map((feature) => (
          <li key={feature} className="flex gap-2">
            <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-success-text" />
            <span>
              <span className="text-fg-muted">{text.feature(feature)}: </span>
              <span className="tabular">{text.value(feature, grants[feature])}</span>
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}
