import "server-only";
import type { UserContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { getOnboarding } from "./get-onboarding";
import { type OnboardingDto, type OnboardingProgress, onboardingProgress } from "./schema";

/**
 * Remembers the step a person went on to, so that the wizard resumes there; "done" ends it.
 * @throws ConflictError before there is a workspace
 */
export async function saveOnboarding(ctx: UserContext, input: OnboardingProgress): Promise<OnboardingDto> {
  const { step } = onboardingProgress.parse(input);
  const { userId } = ctx.actor;
  const { count } = await withSystem((tx) =>
    tx.onboarding.updateMany({
      where: { userId, tenant: { status: { notIn: ["pending_approval", "provisioning"] } } },
      data: { step, ...(step === "done" && { completedAt: new Date() }) },
    }),
  );
  if (count === 0) throw new ConflictError("Set up a workspace first.", { reason: "no_workspace" });
  return getOnboarding(ctx);
}
