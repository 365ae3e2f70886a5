import { route } from "@/lib/api/route";
import { sessionReply } from "@/lib/api/session-reply";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { totpBody } from "@/lib/auth/mfa/schema";
import { verifyTotp } from "@/lib/auth/mfa/totp/verify-totp";
import { requireFlow } from "@/lib/auth/require-flow";
import { redirectAnswer } from "@/lib/auth/schema";
import { openSession } from "@/lib/auth/session-cookie";
import { chooseDestination } from "@/lib/auth/sign-in/choose-destination";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sign-in/totp",
  summary: "Second step of signing in: a code of the authenticator app",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 60, windowSeconds: 900 },
  body: totpBody,
  response: redirectAnswer,
  handler: async ({ ctx, body }) => {
    assertRootHost(ctx.host);
    const token = requireFlow(ctx.cookie, "challenge");
    const previousSid = await openSession(ctx.cookie, ctx.host.toLowerCase());
    const { session, userId, method } = await verifyTotp(ctx, {
      ...{ token, code: body.code, previousSid, trustDevice: body.trust_device },
    });
    const redirect_to = await chooseDestination({ userId, to: body.to, next: body.next });
    return sessionReply(ctx, { redirect_to }, { sid: session.sid, userId, method, ends: "challenge" });
  },
});
