import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { inviteMembersInput, inviteResults } from "@/lib/access/invitations/schema";
import { route } from "@/lib/api/route";
import { onboardingContext } from "@/lib/lifecycle/onboarding/onboarding-context";

export const POST = route({
  method: "POST",
  path: "/api/v1/onboarding/invitations",
  summary: "Invite people to the workspace you are setting up",
  tag: "Onboarding",
  auth: "user",
  body: inviteMembersInput,
  response: inviteResults,
  handler: async ({ ctx, body }) => inviteMembers(await onboardingContext(ctx), body),
});
