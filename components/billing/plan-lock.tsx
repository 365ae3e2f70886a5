"use client";
import { Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import { usePlanText } from "@/components/billing/use-plan-text";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { PlanBadge } from "@/components/ui/display/plan-badge";
import { type FeatureKey, PLANS, type PlanKey, smallestPlanWith } from "@/lib/entitlements/catalogue";

type Props = {
  feature: FeatureKey;
  /** The step of the feature that is needed, for features with levels. */
  level?: string;
  /** The account's present plan. */
  current: PlanKey;
  /** May open Billing; others are told whom to ask. */
  canUpgrade: boolean;
  /** `badge` marks a menu item or button, `card` takes the place of the locked content. */
  shape?: "badge" | "card";
};

/** Shows that a feature needs another plan, which one, and the way there. Needs the namespace `plans`. */
export function PlanLock({ feature, level, current, canUpgrade, shape = "card" }: Props) {
  const t = useTranslations("plans.lock");
  const text = usePlanText();
  const needed = smallestPlanWith(feature, level) ?? "enterprise";
  const plan = PLANS[needed].name;
  if (shape === "badge") {
    return (
      <span title={t("locked", { plan })}>
        <PlanBadge plan={plan} locked />
      </span>
    );
  }
  return (
    <section className="grid justify-items-start gap-3 rounded-lg border border-accent-line bg-accent-soft p-5">
      <span className="grid size-9 place-items-center rounded-md border border-accent-line bg-surface text-accent-text">
        <Lock aria-hidden="true" className="size-4" />
      </span>
      <div className="grid gap-1">
        <h2 className="font-semibold text-base">{t("title", { feature: text.feature(feature), plan })}</h2>
        <p className="max-w-prose text-fg-muted text-sm">
          {t("description", { current: PLANS[current].name })}
        </p>
      </div>
      {canUpgrade ? (
        <ButtonLink href={`/billing?plan=${needed}`} variant="primary">
          {t("upgrade", { plan })}
        </ButtonLink>
      ) : (
        <p className="text-fg-muted text-sm">{t("ask")}</p>
      )}
    </section>
  );
}
