import { getTranslations } from "next-intl/server";
import { AgentForm } from "@/components/onboarding/agent-form";
import { WizardFrame } from "@/components/onboarding/wizard-frame";
import { listCatalogue } from "@/lib/agents/list-catalogue";
import { onboardingContext } from "@/lib/lifecycle/onboarding/onboarding-context";
import { loadStep } from "../load-step";

const GALLERY_SIZE = 6;

export default async function AgentPage() {
  const { ctx } = await loadStep("agent");
  const [catalogue, t] = await Promise.all([
    onboardingContext(ctx).then(listCatalogue),
    getTranslations("onboarding.agent"),
  ]);
  return (
    <WizardFrame step="agent" title={t("title")} description={t("description")} canGoBack>
      <AgentForm catalogue={catalogue.slice(0, GALLERY_SIZE)} />
    </WizardFrame>
  );
}
