import { createAgent } from "@/lib/agents/create-agent";
import { agentDto, newAgent } from "@/lib/agents/schema";
import { route } from "@/lib/api/route";
import { onboardingContext } from "@/lib/lifecycle/onboarding/onboarding-context";

export const POST = route({
  method: "POST",
  path: "/api/v1/onboarding/agent",
  summary: "Add a first agent to the workspace you are setting up",
  tag: "Onboarding",
  auth: "user",
  body: newAgent,
  response: agentDto,
  status: 201,
  handler: async ({ ctx, body }) => createAgent(await onboardingContext(ctx), body),
});
