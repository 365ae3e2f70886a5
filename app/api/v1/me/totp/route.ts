import { Reply, route } from "@/lib/api/route";
import { clearFlowCookie, setFlowCookie } from "@/lib/auth/flow-cookie";
import { beginOwnTotp } from "@/lib/auth/mfa/begin-own-totp";
import { confirmOwnTotp } from "@/lib/auth/mfa/confirm-own-totp";
import { requireFlow } from "@/lib/auth/require-flow";
import { ownTotpBody, totpEnrolmentAnswer } from "@/lib/auth/schema";

const path = "/api/v1/me/totp";
const tag = "Me";

export const POST = route({
  method: "POST",
  path,
  summary: "Begin to set up two-step sign-in with an authenticator app",
  tag,
  auth: "user",
  rate: { limit: 20, windowSeconds: 3600 },
  response: totpEnrolmentAnswer,
  handler: async ({ ctx }) => {
    const { token, enrolment } = await beginOwnTotp(ctx);
    const { secret, otpauthUrl, qrDataUrl } = enrolment;
    // The token stays out of the page's reach, as in signing in.
    return new Reply(
      { secret, otpauth_url: otpauthUrl, qr_data_url: qrDataUrl },
      { cookies: [setFlowCookie("challenge", token)] },
    );
  },
});

export const PUT = route({
  method: "PUT",
  path,
  summary: "Turn two-step sign-in on with the app's first code",
  tag,
  auth: "user",
  rate: { limit: 60, windowSeconds: 900 },
  body: ownTotpBody,
  response: null,
  handler: async ({ ctx, body, request }) => {
    const token = requireFlow(request.headers.get("cookie"), "challenge");
    await confirmOwnTotp(ctx, { token, code: body.code });
    return new Reply(null, { cookies: [clearFlowCookie("challenge")] });
  },
});
