import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { WizardFrame } from "@/components/onboarding/wizard-frame";
import { EnterWorkspace } from "@/components/onboarding/workspace/enter-workspace";
import { loadStep } from "../load-step";

export default async function DonePage() {
  const { onboarding } = await loadStep("done");
  if (!onboarding.tenant) redirect("/onboarding/workspace");
  const t = await getTranslations("onboarding.done");
  const { name, slug } = onboarding.tenant;
  return (
    <WizardFrame step="done" title={t("title", { name })} description={t("description")} canGoBack>
      <EnterWorkspace href={`/switch?to=${encodeURIComponent(slug)}`} />
    </WizardFrame>
  );
}
