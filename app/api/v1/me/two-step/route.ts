import { route } from "@/lib/api/route";
import { getTwoStep } from "@/lib/auth/mfa/get-two-step";
import { twoStep } from "@/lib/auth/mfa/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/me/two-step",
  summary: "Your second factors and recovery codes left",
  tag: "Me",
  auth: "user",
  response: twoStep,
  handler: ({ ctx }) => getTwoStep(ctx),
});
