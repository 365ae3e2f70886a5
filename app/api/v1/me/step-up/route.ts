import { route } from "@/lib/api/route";
import { stepUpBody } from "@/lib/auth/schema";
import { stepUp } from "@/lib/auth/step-up/step-up";

export const POST = route({
  method: "POST",
  path: "/api/v1/me/step-up",
  summary: "Confirm that it is you, for ten minutes",
  tag: "Me",
  auth: "user",
  body: stepUpBody,
  response: null,
  handler: async ({ ctx, body }) => {
    await stepUp(ctx, body);
    return null;
  },
});
