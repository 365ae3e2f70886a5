import { rotatedReply } from "@/lib/api/rotated-reply";
import { route } from "@/lib/api/route";
import { clearFlowCookie } from "@/lib/auth/flow-cookie";
import { passkeyOrigin } from "@/lib/auth/passkeys/relying-party";
import { requireFlow } from "@/lib/auth/require-flow";
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
  handler: async ({ ctx, body, request }) => {
    const { passkey: response, password, code } = body;
    const passkey = response && {
      response,
      token: requireFlow(request.headers.get("cookie"), "passkey"),
      origin: passkeyOrigin(request.headers.get("host")),
    };
    const sid = await stepUp(ctx, { password, code, passkey });
    return rotatedReply(request, sid, passkey ? [clearFlowCookie("passkey")] : []);
  },
});
