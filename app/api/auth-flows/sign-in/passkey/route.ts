import { route } from "@/lib/api/route";
import { sessionReply } from "@/lib/api/session-reply";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { passkeyOrigin } from "@/lib/auth/passkeys/relying-party";
import { passkeySignInBody } from "@/lib/auth/passkeys/schema";
import { signInWithPasskey } from "@/lib/auth/passkeys/sign-in-with-passkey";
import { requireFlow } from "@/lib/auth/require-flow";
import { redirectAnswer } from "@/lib/auth/schema";
import { openSession } from "@/lib/auth/session-cookie";
import { chooseDestination } from "@/lib/auth/sign-in/choose-destination";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sign-in/passkey",
  summary: "Sign in with a passkey alone",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 60, windowSeconds: 900 },
  body: passkeySignInBody,
  response: redirectAnswer,
  handler: async ({ ctx, body }) => {
    assertRootHost(ctx.host);
    const { userId, session } = await signInWithPasskey(ctx, {
      token: requireFlow(ctx.cookie, "passkey"),
      response: body.response,
      origin: passkeyOrigin(ctx.host),
      previousSid: await openSession(ctx.cookie, ctx.host.toLowerCase()),
    });
    const redirect_to = await chooseDestination({ userId, to: body.to, next: body.next });
    return sessionReply(
      ctx,
      { redirect_to },
      { sid: session.sid, userId, method: "passkey", ends: "passkey" },
    );
  },
});
