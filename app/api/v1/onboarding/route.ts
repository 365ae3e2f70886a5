import { route } from "@/lib/api/route";
import { getOnboarding } from "@/lib/lifecycle/onboarding/get-onboarding";
import { saveOnboarding } from "@/lib/lifecycle/onboarding/save-onboarding";
import { onboardingDto, onboardingProgress } from "@/lib/lifecycle/onboarding/schema";

const path = "/api/v1/onboarding";
const tag = "Onboarding";

export const GET = route({
  method: "GET",
  path,
  summary: "Get where you are in the set-up",
  tag,
  auth: "user",
  response: onboardingDto,
  handler: ({ ctx }) => getOnboarding(ctx),
});

export const PUT = route({
  method: "PUT",
  path,
  summary: "Go on to a step of the set-up",
  tag,
  auth: "user",
  body: onboardingProgress,
  response: onboardingDto,
  handler: ({ ctx, body }) => saveOnboarding(ctx, body),
});
