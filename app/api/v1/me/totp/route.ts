import { Reply, route } from "@/lib/api/route";
import { setFlowCookie } from "@/lib/auth/flow-cookie";
import { enrolmentProvedAnswer, ownTotpBody, totpEnrolmentAnswer } from "@/lib/auth/mfa/schema";
import { beginOwnTotp } from "@/lib/auth/mfa/totp/begin-own-totp";
import { proveEnrolment } from "@/lib/auth/mfa/totp/prove-enrolment";
import { removeOwnTotp } from "@/lib/auth/mfa/totp/remove-own-totp";
import { requireFlow } from "@/lib/auth/require-flow";

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
  summary: "Prove the authenticator app with a first code and see the recovery codes",
  tag,
  auth: "user",
  rate: { limit: 60, windowSeconds: 900 },
  body: ownTotpBody,
  response: enrolmentProvedAnswer,
  handler: async ({ ctx, body, request }) => {
    const token = requireFlow(request.headers.get("cookie"), "challenge");
    const { recoveryCodes } = await proveEnrolment({ token, code: body.code, userId: ctx.actor.userId });
    return { recovery_codes: recoveryCodes };
  },
});

export const DELETE = route({
  method: "DELETE",
  path,
  summary: "Disconnect the authenticator app",
  tag,
  auth: "user",
  rate: { limit: 20, windowSeconds: 3600 },
  response: null,
  handler: async ({ ctx }) => {
    await removeOwnTotp(ctx);
    return null;
  },
});
