import { route } from "@/lib/api/route";
import { sessionReply } from "@/lib/api/session-reply";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { passkeyStepBody } from "@/lib/auth/mfa/schema";
import { passkeyOrigin } from "@/lib/auth/passkeys/relying-party";
import { verifyPasskeyStep } from "@/lib/auth/passkeys/verify-passkey-step";
import { requireFlow } from "@/lib/auth/require-flow";
import { redirectAnswer } from "@/lib/auth/schema";
import { openSession } from "@/lib/auth/session-cookie";
import { chooseDestination } from "@/lib/auth/sign-in/choose-destination";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sign-in/passkey-step",
  summary: "Second step of signing in: a passkey",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 60, windowSeconds: 900 },
  body: passkeyStepBody,
  response: redirectAnswer,
  handler: async ({ ctx, body }) => {
    assertRootHost(ctx.host);
    const { session, userId, method } = await verifyPasskeyStep(ctx, {
      token: requireFlow(ctx.cookie, "challenge"),
      previousSid: await openSession(ctx.cookie, ctx.host.toLowerCase()),
      trustDevice: body.trust_device,
      assertion: {
        token: requireFlow(ctx.cookie, "passkey"),
        response: body.response,
        origin: passkeyOrigin(ctx.host),
      },
    });
    const redirect_to = await chooseDestination({ userId, to: body.to, next: body.next });
    return sessionReply(ctx, { redirect_to }, { sid: session.sid, userId, method, ends: "challenge" });
  },
});
