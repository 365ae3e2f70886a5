import { Reply, route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { setFlowCookie } from "@/lib/auth/flow-cookie";
import { signUpAnswer, signUpBody } from "@/lib/auth/schema";
import { startSignUp } from "@/lib/auth/sign-up/start-sign-up";
import { negotiateLocale } from "@/lib/core/locale";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sign-up",
  summary: "Start a sign-up and mail a code",
  tag: "Sign-up",
  auth: "public",
  body: signUpBody,
  response: signUpAnswer,
  status: 202,
  handler: async ({ ctx, body, request }) => {
    assertRootHost(ctx.host);
    const started = await startSignUp(ctx, {
      email: body.email,
      firstName: body.first_name,
      lastName: body.last_name,
      password: body.password,
      locale: body.locale ?? negotiateLocale(request.headers.get("accept-language")),
    });
    return new Reply(
      {
        status: "code_sent" as const,
        resend_after_seconds: started.resendAfterSeconds,
        sends_left: started.sendsLeft,
      },
      { status: 202, cookies: [setFlowCookie("signUp", started.token)] },
    );
  },
});
