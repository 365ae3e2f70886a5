import { getTranslations } from "next-intl/server";
import { InviteForm } from "@/components/onboarding/invite/invite-form";
import { WizardFrame } from "@/components/onboarding/wizard-frame";
import { loadStep } from "../load-step";

export default async function InvitePage() {
  await loadStep("invite");
  const t = await getTranslations("onboarding.invite");
  return (
    <WizardFrame step="invite" title={t("title")} description={t("description")} canGoBack>
      <InviteForm />
    </WizardFrame>
  );
}
