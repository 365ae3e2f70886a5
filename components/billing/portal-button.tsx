"use client";
import { useMutation } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { goToPortal } from "@/components/billing/queries";
import { Button } from "@/components/ui/actions/button";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";

/** Opens Stripe's Customer Portal: payment methods, billing details, invoices. */
export function PortalButton() {
  const t = useTranslations("billing.portal");
  const showFailure = useFailureToast();
  const stepUp = useStepUp();
  const open = useMutation({ mutationFn: () => stepUp.run(() => goToPortal()), onError: showFailure });
  return (
    <>
      <Button loading={open.isPending} onClick={() => open.mutate()}>
        <ExternalLink aria-hidden="true" className="size-4" />
        {t("open")}
      </Button>
      {stepUp.dialog}
    </>
  );
}
