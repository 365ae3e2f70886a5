import { route } from "@/lib/api/route";
import { checkoutDto, planTerms } from "@/lib/billing/schema";
import { startCheckout } from "@/lib/billing/subscriptions/start-checkout";
import { onboardingContext } from "@/lib/lifecycle/onboarding/onboarding-context";
import { saveOnboarding } from "@/lib/lifecycle/onboarding/save-onboarding";

export const POST = route({
  method: "POST",
  path: "/api/v1/onboarding/checkout",
  summary: "Open a Checkout for the workspace you are setting up",
  tag: "Onboarding",
  auth: "user",
  body: planTerms,
  response: checkoutDto,
  status: 202,
  handler: async ({ ctx, body }) => {
    const checkout = await startCheckout(await onboardingContext(ctx), body);
    // From Checkout the way leads into the workspace: the wizard has done its part.
    await saveOnboarding(ctx, { step: "done" });
    return checkout;
  },
});
