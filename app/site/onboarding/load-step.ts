import "server-only";
import { redirect } from "next/navigation";
import { requireUser } from "@/lib/access/require-context";
import type { UserContext } from "@/lib/core/context";
import { allowedStep } from "@/lib/lifecycle/onboarding/allowed-step";
import { getOnboarding } from "@/lib/lifecycle/onboarding/get-onboarding";
import type { OnboardingDto, OnboardingStep } from "@/lib/lifecycle/onboarding/schema";

/** The first line of every wizard page: the signed-in person, where they are, or a redirect to where they can be. */
export async function loadStep(
  step: OnboardingStep | null,
): Promise<{ ctx: UserContext; onboarding: OnboardingDto }> {
  const ctx = await requireUser();
  const onboarding = await getOnboarding(ctx);
  const target = allowedStep(step, onboarding);
  if (target !== step) redirect(`/onboarding/${target}`);
  return { ctx, onboarding };
}
