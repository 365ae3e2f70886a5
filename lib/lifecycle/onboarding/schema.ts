import * as z from "zod";

/** Pages of the wizard in order; each has its own address. */
export const ONBOARDING_STEPS = ["workspace", "provisioning", "invite", "agent", "plan", "done"] as const;
export const onboardingStep = z.enum(ONBOARDING_STEPS);
export type OnboardingStep = z.output<typeof onboardingStep>;

export const onboardingDto = z.object({
  step: onboardingStep,
  tenant: z
    .object({
      id: z.uuid(),
      name: z.string(),
      slug: z.string(),
      status: z.string(),
      locale: z.enum(["en", "nl"]),
      time_zone: z.string(),
    })
    .nullable(),
  operation_id: z.uuid().nullable(),
  completed_at: z.iso.datetime().nullable(),
});
export type OnboardingDto = z.output<typeof onboardingDto>;

/** Steps a person may go to by themselves, once the workspace is there. */
export const onboardingProgress = z.strictObject({ step: z.enum(["invite", "agent", "plan", "done"]) });
export type OnboardingProgress = z.output<typeof onboardingProgress>;
