import { rotatedReply } from "@/lib/api/rotated-reply";
import { route } from "@/lib/api/route";
import { clearFlowCookie } from "@/lib/auth/flow-cookie";
import { savedBody } from "@/lib/auth/mfa/schema";
import { confirmOwnTotp } from "@/lib/auth/mfa/totp/confirm-own-totp";
import { requireFlow } from "@/lib/auth/require-flow";

export const POST = route({
  method: "POST",
  path: "/api/v1/me/totp/confirmation",
  summary: "Turn the proved authenticator app on, once the recovery codes are saved",
  tag: "Me",
  auth: "user",
  rate: { limit: 60, windowSeconds: 900 },
  body: savedBody,
  response: null,
  handler: async ({ ctx, request }) => {
    const token = requireFlow(request.headers.get("cookie"), "challenge");
    return rotatedReply(request, await confirmOwnTotp(ctx, { token }), [clearFlowCookie("challenge")]);
  },
});
