"use client";
import { useMutation } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { RadioGroup } from "@/components/ui/forms/radio-group";
import { formatMoney } from "@/lib/core/format";
import { type BillingInterval, CURRENCY, PLAN_KEYS, PLANS, type PlanKey } from "@/lib/entitlements/catalogue";
import { openCheckout } from "./queries";
import { StepButtons, useGoTo } from "./step-buttons";

/** The four plans side by side, from the catalogue that the server enforces. */
export function PlanPicker() {
  const t = useTranslations("onboarding.plan");
  const [interval, setInterval] = useState<BillingInterval>("month");
  return (
    <>
      <RadioGroup
        legend={t("interval")}
        value={interval}
        onValueChange={(value) => setInterval(value === "year" ? "year" : "month")}
        options={[
          { value: "month", label: t("month") },
          { value: "year", label: t("year") },
        ]}
      />
      <div className="mt-6 grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {PLAN_KEYS.map((plan) => (
          <PlanCard key={plan} plan={plan} interval={interval} />
        ))}
      </div>
      <StepButtons back="/onboarding/agent" />
    </>
  );
}

function PlanCard({ plan, interval }: { plan: PlanKey; interval: BillingInterval }) {
  const t = useTranslations("onboarding.plan");
  const locale = useLocale();
  const { name, price } = PLANS[plan];
  const amount = price
    ? formatMoney({ amountCents: price[interval], currency: CURRENCY }, locale, { whole: true })
    : null;
  return (
    <Card title={name} headingLevel={2}>
      <p className="tabular font-semibold text-lg">
        {amount === null ? t("free") : t(interval === "month" ? "perMonth" : "perYear", { amount })}
      </p>
      <PlanFeatures plan={plan} />
      <div className="mt-5">
        {price ? <ChooseButton plan={plan} interval={interval} /> : <KeepFreeButton />}
      </div>
    </Card>
  );
}

function PlanFeatures({ plan }: { plan: PlanKey }) {
  const t = useTranslations("onboarding.plan.features");
  const { grants } = PLANS[plan];
  // -1 stands for unlimited in the plural rules of the texts.
  const limit = (value: number | null) => ({ limit: value ?? -1 });
  return (
    <ul className="mt-4 grid gap-1.5 text-fg-muted text-sm">
      <li>{t("tenants", limit(grants.tenants))}</li>
      <li>{t("agents", limit(grants.agents))}</li>
      <li>{t("api_calls", limit(grants.api_calls))}</li>
      <li>{t(`workflows.${grants.workflows}`)}</li>
      <li>{t(`support.${grants.support}`)}</li>
    </ul>
  );
}

function ChooseButton({ plan, interval }: { plan: PlanKey; interval: BillingInterval }) {
  const t = useTranslations("onboarding.plan");
  const showFailure = useFailureToast();
  const checkout = useMutation({
    mutationFn: () => openCheckout(plan, interval),
    onSuccess: ({ checkout_url: url }) => window.location.assign(url),
    onError: showFailure,
  });
  return (
    <Button
      variant={plan === "professional" ? "primary" : "secondary"}
      block
      loading={checkout.isPending || checkout.isSuccess}
      onClick={() => checkout.mutate()}
    >
      {t("choose", { plan: PLANS[plan].name })}
    </Button>
  );
}

function KeepFreeButton() {
  const t = useTranslations("onboarding.plan");
  const done = useGoTo("done");
  return (
    <Button block loading={done.isPending} onClick={() => done.mutate()}>
      {t("keepFree")}
    </Button>
  );
}
