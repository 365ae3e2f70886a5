"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import type { OnboardingProgress } from "@/lib/lifecycle/onboarding/schema";
import { goToStep } from "./queries";

/** Goes to a step and remembers it, so that the wizard resumes there. */
export function useGoTo(step: OnboardingProgress["step"]) {
  const router = useRouter();
  const showFailure = useFailureToast();
  return useMutation({
    mutationFn: () => goToStep(step),
    onSuccess: () => router.push(`/onboarding/${step}`),
    onError: showFailure,
  });
}

type Props = {
  back?: string;
  /** Where "Skip for now" leads; none for a step that cannot be skipped. */
  skipTo?: OnboardingProgress["step"];
  skipLabel?: string;
  /** The primary action. */
  children?: ReactNode;
};

/** Back at the left, skip and the primary action at the right; stacked on a phone. */
export function StepButtons({ back, skipTo, skipLabel, children }: Props) {
  const t = useTranslations("onboarding");
  return (
    <div className="mt-8 flex flex-col-reverse gap-3 sm:flex-row sm:items-center">
      {back ? (
        <ButtonLink href={back} variant="ghost" size="lg">
          {t("back")}
        </ButtonLink>
      ) : null}
      <div className="flex flex-col-reverse gap-3 sm:ml-auto sm:flex-row sm:items-center">
        {skipTo ? <SkipButton to={skipTo} label={skipLabel ?? t("skip")} /> : null}
        {children}
      </div>
    </div>
  );
}

function SkipButton({ to, label }: { to: OnboardingProgress["step"]; label: string }) {
  const go = useGoTo(to);
  return (
    <Button variant="secondary" size="lg" loading={go.isPending} onClick={() => go.mutate()}>
      {label}
    </Button>
  );
}
