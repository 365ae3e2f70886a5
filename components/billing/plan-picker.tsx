"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ChangePlanDialog } from "@/components/billing/change-plan-dialog";
import { IntervalSwitch } from "@/components/billing/interval-switch";
import type { Terms } from "@/components/billing/queries";
import { usePlanText } from "@/components/billing/use-plan-text";
import { Button } from "@/components/ui/actions/button";
import { cn } from "@/components/ui/cn";
import { Badge } from "@/components/ui/display/badge";
import { Card } from "@/components/ui/display/card";
import type { SubscriptionDto } from "@/lib/billing/schema";
import { type BillingInterval, PLAN_KEYS, PLANS, type PlanKey } from "@/lib/entitlements/catalogue";

const HIGHLIGHTS = ["tenants", "seats", "agents", "api_calls", "workflows"] as const;

type Props = {
  plan: PlanKey;
  subscription: SubscriptionDto | null;
  canManage: boolean;
  pricingUrl: string;
  /** Terms from the address: the dialog opens with them. */
  wanted: Terms | null;
};

/** The plans to choose from; choosing shows what it costs before anything happens. */
export function PlanPicker({ plan, subscription, canManage, pricingUrl, wanted }: Props) {
  const t = useTranslations("billing.plans");
  const [interval, setInterval] = useState<BillingInterval>(
    wanted?.interval ?? subscription?.interval ?? "month",
  );
  const [terms, setTerms] = useState<Terms | null>(canManage ? wanted : null);
  const [isOpen, setIsOpen] = useState(terms !== null);
  const choose = (next: Terms) => {
    setTerms(next);
    setIsOpen(true);
  };
  return (
    <Card
      title={t("title")}
      description={t("description")}
      action={<IntervalSwitch value={interval} onChange={setInterval} />}
      footer={
        <Link href={pricingUrl} className="text-accent-text underline-offset-4 hover:underline">
          {t("compare")}
        </Link>
      }
    >
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
        {PLAN_KEYS.map((key) => (
          <Option
            key={key}
            option={key}
            interval={interval}
            current={{ plan, interval: subscription?.interval ?? null }}
            canManage={canManage}
            onChoose={choose}
          />
        ))}
      </ul>
      {terms ? (
        <ChangePlanDialog terms={terms} subscription={subscription} open={isOpen} onOpenChange={setIsOpen} />
      ) : null}
    </Card>
  );
}

type OptionProps = {
  option: PlanKey;
  interval: BillingInterval;
  current: { plan: PlanKey; interval: BillingInterval | null };
  canManage: boolean;
  onChoose: (terms: Terms) => void;
};

function Option({ option, interval, current, canManage, onChoose }: OptionProps) {
  const t = useTranslations();
  const text = usePlanText();
  const isSamePlan = option === current.plan;
  const isCurrent = isSamePlan && (current.interval === null || current.interval === interval);
  return (
    <li
      className={cn("flex flex-col gap-4 rounded-lg border p-4", isCurrent && "border-accent bg-accent-soft")}
    >
      <div className="grid gap-1">
        <div className="flex items-center justify-between gap-2">
          <h3 className="font-semibold text-base">{PLANS[option].name}</h3>
          {isCurrent ? <Badge tone="accent">{t("billing.plans.current")}</Badge> : null}
        </div>
        <p className="flex flex-wrap items-baseline gap-x-1.5">
          <span className="tabular font-semibold text-xl">{text.price(option, interval)}</span>
          <span className="text-fg-muted text-sm">{text.unit(option, interval)}</span>
        </p>
      </div>
      <dl className="grid gap-1 text-sm">
        {HIGHLIGHTS.map((feature) => (
          <div key={feature} className="flex justify-between gap-3">
            <dt className="text-fg-muted">{text.feature(feature)}</dt>
            <dd className="tabular text-right">{text.value(feature, PLANS[option].grants[feature])}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-auto">
        {isCurrent || !canManage ? null : option === "free" ? (
          <p className="text-fg-muted text-sm">{t("billing.plans.toFree")}</p>
        ) : (
          <Button
            block
            variant={PLANS[option].rank > PLANS[current.plan].rank ? "primary" : "secondary"}
            onClick={() => onChoose({ plan: option, interval })}
          >
            <ChooseLabel option={option} current={current.plan} interval={interval} />
          </Button>
        )}
      </div>
    </li>
  );
}

type LabelProps = { option: PlanKey; current: PlanKey; interval: BillingInterval };

function ChooseLabel({ option, current, interval }: LabelProps) {
  const t = useTranslations();
  const plan = PLANS[option].name;
  if (option === current) {
    return t("billing.plans.interval", { interval: t(`plans.interval.${interval}`).toLowerCase() });
  }
  return PLANS[option].rank > PLANS[current].rank
    ? t("billing.plans.upgrade", { plan })
    : t("billing.plans.downgrade", { plan });
}
