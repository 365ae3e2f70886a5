import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Logo } from "@/components/ui/display/logo";
import { Stepper } from "@/components/ui/navigation/stepper";
import { ONBOARDING_STEPS, type OnboardingStep } from "@/lib/lifecycle/onboarding/schema";

type Props = {
  step: OnboardingStep;
  title: ReactNode;
  description?: ReactNode;
  /** The steps before this one can be opened again. */
  canGoBack?: boolean;
  wide?: boolean;
  children: ReactNode;
};

/** Frame of every page of the wizard: where one is, what to do here, the form. */
export async function WizardFrame({ step, title, description, canGoBack = false, wide, children }: Props) {
  const t = await getTranslations("onboarding.steps");
  const current = ONBOARDING_STEPS.indexOf(step);
  const steps = ONBOARDING_STEPS.map((id, index) => ({
    id,
    label: t(id),
    state: index < current ? ("done" as const) : index === current ? ("current" as const) : ("todo" as const),
    ...(canGoBack && id !== "provisioning" && { href: `/onboarding/${id}` }),
  }));
  return (
    <div
      className={cn(
        "mx-auto grid w-full content-start gap-8 px-4 py-10 sm:px-6",
        wide ? "max-w-6xl" : "max-w-3xl",
      )}
    >
      <Logo withName />
      <Stepper steps={steps} />
      <div className="rounded-xl border bg-surface p-5 sm:p-8">
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        {description ? <p className="mt-1.5 max-w-prose text-fg-muted">{description}</p> : null}
        <div className="mt-6">{children}</div>
      </div>
    </div>
  );
}
