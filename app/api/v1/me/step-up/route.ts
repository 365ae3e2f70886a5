import { rotatedReply } from "@/lib/api/rotated-reply";
import { route } from "@/lib/api/route";
import { clearFlowCookie } from "@/lib/auth/flow-cookie";
import { passkeyOrigin } from "@/lib/auth/passkeys/relying-party";
import { requireFlow } from "@/lib/auth/require-flow";
import { signInAgain, signInAgainQuery, stepUpBody } from "@/lib/auth/schema";
import { findSignInAgain } from "@/lib/auth/step-up/find-sign-in-again";
import { stepUp } from "@/lib/auth/step-up/step-up";

const path = "/api/v1/me/step-up";

export const GET = route({
  method: "GET",
  path,
  summary: "The provider to confirm with for who has neither a password nor a second factor",
  tag: "Me",
  auth: "user",
  keys: false,
  query: signInAgainQuery,
  response: signInAgain,
  handler: async ({ ctx, query: { next }, request }) => ({
    again: await findSignInAgain(ctx, { host: request.headers.get("host") ?? "", next }),
  }),
});

export const POST = route({
  method: "POST",
  path,
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
