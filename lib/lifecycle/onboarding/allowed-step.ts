import type { OnboardingDto, OnboardingStep } from "./schema";

type Progress = Pick<OnboardingDto, "step" | "operation_id"> & { tenant: { status: string } | null };

/**
 * The page of the wizard that a person gets when they ask for `wanted`: the first step cannot be skipped, the
 * others can, back and forth.
 */
export function allowedStep(wanted: OnboardingStep | null, progress: Progress): OnboardingStep {
  const { tenant, operation_id: operationId } = progress;
  if (!tenant) {
    const failed = operationId !== null;
    return failed && wanted !== "workspace" ? "provisioning" : "workspace";
  }
  if (tenant.status === "provisioning" || tenant.status === "pending_approval") return "provisioning";
  if (wanted === null) return progress.step === "provisioning" ? "invite" : progress.step;
  return wanted === "provisioning" ? "invite" : wanted;
}
