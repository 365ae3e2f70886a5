import { getTranslations } from "next-intl/server";
import { PlanPicker } from "@/components/onboarding/plan-picker";
import { WizardFrame } from "@/components/onboarding/wizard-frame";
import { loadStep } from "../load-step";

export default async function PlanPage() {
  await loadStep("plan");
  const t = await getTranslations("onboarding.plan");
  return (
    <WizardFrame step="plan" title={t("title")} description={t("description")} canGoBack wide>
      <PlanPicker />
    </WizardFrame>
  );
}
