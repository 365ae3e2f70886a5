import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ProvisioningProgress } from "@/components/onboarding/provisioning-progress";
import { WizardFrame } from "@/components/onboarding/wizard-frame";
import { getOperation } from "@/lib/lifecycle/operations/get-operation";
import { loadStep } from "../load-step";

export default async function ProvisioningPage() {
  const { ctx, onboarding } = await loadStep("provisioning");
  if (!onboarding.operation_id) redirect("/onboarding/workspace");
  const operation = await getOperation(ctx, onboarding.operation_id);
  const [t, review] = await Promise.all([
    getTranslations("onboarding.provisioning"),
    getTranslations("lifecycle.review"),
  ]);
  const isRejected = operation.error === "rejected";
  const isReviewed = operation.tenant?.status === "pending_approval" || isRejected;
  const name = onboarding.tenant?.name ?? operation.request?.name ?? "";
  return (
    <WizardFrame
      step="provisioning"
      title={isRejected ? review("rejectedPage", { name }) : (isReviewed ? review : t)("title", { name })}
      description={isRejected ? review("rejectedNext") : (isReviewed ? review : t)("description")}
    >
      <ProvisioningProgress key={operation.id} initial={operation} />
    </WizardFrame>
  );
}
