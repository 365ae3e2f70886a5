import { route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { requireFlow } from "@/lib/auth/require-flow";
import { signUpAddressBody, signUpAnswer } from "@/lib/auth/schema";
import { resendSignUpCode } from "@/lib/auth/sign-up/resend-sign-up-code";

export const PUT = route({
  method: "PUT",
  path: "/api/auth-flows/sign-up/address",
  summary: "Change the address of a sign-up and mail it a code",
  tag: "Sign-up",
  auth: "public",
  body: signUpAddressBody,
  response: signUpAnswer,
  handler: async ({ ctx, body }) => {
    assertRootHost(ctx.host);
    const token = requireFlow(ctx.cookie, "signUp");
    const sent = await resendSignUpCode(ctx, { token, email: body.email });
    return {
      status: "code_sent" as const,
      resend_after_seconds: sent.resendAfterSeconds,
      sends_left: sent.sendsLeft,
    };
  },
});
