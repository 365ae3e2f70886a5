import { route } from "@/lib/api/route";
import { sessionReply } from "@/lib/api/session-reply";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { requireFlow } from "@/lib/auth/require-flow";
import { redirectAnswer, signUpCodeBody } from "@/lib/auth/schema";
import { chooseDestination } from "@/lib/auth/sign-in/choose-destination";
import { confirmSignUp } from "@/lib/auth/sign-up/confirm-sign-up";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sign-up/code",
  summary: "Finish a sign-up with the mailed code",
  tag: "Sign-up",
  auth: "public",
  rate: { limit: 120, windowSeconds: 900 },
  body: signUpCodeBody,
  response: redirectAnswer,
  handler: async ({ ctx, body }) => {
    assertRootHost(ctx.host);
    const token = requireFlow(ctx.cookie, "signUp");
    const { sid, userId } = await confirmSignUp(ctx, { token, code: body.code });
    const redirect_to = await chooseDestination({ userId, next: body.next });
    return sessionReply(ctx, { redirect_to }, { sid, userId, method: "password", ends: "signUp" });
  },
});
