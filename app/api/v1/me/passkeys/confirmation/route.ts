import { rotatedReply } from "@/lib/api/rotated-reply";
import { route } from "@/lib/api/route";
import { clearFlowCookie } from "@/lib/auth/flow-cookie";
import { savedBody } from "@/lib/auth/mfa/schema";
import { confirmPasskey } from "@/lib/auth/passkeys/confirm-passkey";
import { requireFlow } from "@/lib/auth/require-flow";

export const POST = route({
  method: "POST",
  path: "/api/v1/me/passkeys/confirmation",
  summary: "Add the passkey, once the recovery codes are saved",
  tag: "Me",
  auth: "user",
  rate: { limit: 60, windowSeconds: 900 },
  body: savedBody,
  response: null,
  handler: async ({ ctx, request }) => {
    const token = requireFlow(request.headers.get("cookie"), "challenge");
    return rotatedReply(request, await confirmPasskey(ctx, { token }), [clearFlowCookie("challenge")]);
  },
});
