import { route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { requireFlow } from "@/lib/auth/require-flow";
import { signUpAnswer } from "@/lib/auth/schema";
import { resendSignUpCode } from "@/lib/auth/sign-up/resend-sign-up-code";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sign-up/resend",
  summary: "Mail a new sign-up code",
  tag: "Sign-up",
  auth: "public",
  response: signUpAnswer,
  handler: async ({ ctx }) => {
    assertRootHost(ctx.host);
    const sent = await resendSignUpCode(ctx, { token: requireFlow(ctx.cookie, "signUp") });
    return {
      status: "code_sent" as const,
      resend_after_seconds: sent.resendAfterSeconds,
      sends_left: sent.sendsLeft,
    };
  },
});
